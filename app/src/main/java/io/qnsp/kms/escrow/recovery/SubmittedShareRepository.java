package io.qnsp.kms.escrow.recovery;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_escrow_recovery_share}.
 */
@Repository
final class SubmittedShareRepository {

	private final Sql sql;

	SubmittedShareRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * A submitted share.
	 *
	 * @param agentId whose it is
	 * @param sealed the sealed share
	 */
	record Submitted(String agentId, byte[] sealed) {

		@Override
		public String toString() {
			return "Submitted[" + this.agentId + "]";
		}

	}

	Mono<Void> insert(UUID tenantId, UUID requestId, Submitted share, Instant now) {
		return this.sql.query("""
				INSERT INTO kms_escrow_recovery_share (tenant_id, request_id, agent_id, sealed, submitted_at)
				VALUES (:tenant, :request, :agent, :sealed, :now)
				""")
			.bind("tenant", tenantId)
			.bind("request", requestId)
			.bind("agent", share.agentId())
			.bind("sealed", share.sealed())
			.bind("now", now)
			.update()
			.then();
	}

	Mono<List<Submitted>> list(UUID tenantId, UUID requestId) {
		return this.sql.query("""
				SELECT agent_id, sealed FROM kms_escrow_recovery_share
				WHERE tenant_id = :tenant AND request_id = :request AND sealed IS NOT NULL ORDER BY submitted_at
				""")
			.bind("tenant", tenantId)
			.bind("request", requestId)
			.all((row) -> new Submitted(Columns.text(row, "agent_id"), Columns.required(row, "sealed", byte[].class)))
			.collectList();
	}

	/**
	 * Destroys the shares of requests that have ended; who submitted them stays.
	 * @param tenantId the tenant
	 * @param requestIds the requests
	 * @return how many there were
	 */
	Mono<Long> destroy(UUID tenantId, Collection<UUID> requestIds) {
		return this.sql.query("""
				UPDATE kms_escrow_recovery_share SET sealed = NULL
				WHERE tenant_id = :tenant AND request_id = ANY(:requests) AND sealed IS NOT NULL
				""").bind("tenant", tenantId).bind("requests", requestIds.toArray(UUID[]::new)).update();
	}

}
