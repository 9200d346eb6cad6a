package io.qnsp.kms.escrow.expiry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * What is due, over all tenants.
 */
@Repository
final class DueEscrowRepository {

	private final Sql system;

	DueEscrowRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * An escrow or a request whose time is over.
	 *
	 * @param tenantId whose it is
	 * @param escrowId the escrow
	 * @param id the escrow's or the request's id
	 */
	record Due(UUID tenantId, UUID escrowId, UUID id) {

	}

	Mono<List<Due>> escrows(Instant now, int limit) {
		return due(this.system.query("""
				SELECT tenant_id, escrow_id, escrow_id AS id FROM kms_escrow
				WHERE expires_at <= :now AND status <> 'expired' ORDER BY expires_at LIMIT :limit
				"""), now, limit);
	}

	Mono<List<Due>> recoveries(Instant now, int limit) {
		return due(this.system.query("""
				SELECT tenant_id, escrow_id, request_id AS id FROM kms_escrow_recovery
				WHERE expires_at <= :now AND ended_at IS NULL ORDER BY expires_at LIMIT :limit
				"""), now, limit);
	}

	private static Mono<List<Due>> due(Sql.Statement statement, Instant now, int limit) {
		return statement.bind("now", now)
			.bind("limit", limit)
			.all((row) -> new Due(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "escrow_id", UUID.class), Columns.required(row, "id", UUID.class)))
			.collectList();
	}

}
