package io.qnsp.kms.byohsm.connection.claim;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.hsm.HsmTarget;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_hsm_connection}, over all tenants. Tells nothing about whose
 * anything is.
 */
@Repository
public final class ClaimRepository {

	private final Sql system;

	ClaimRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * Whether a token is another connection's own, of whatever tenant.
	 * @param target the token
	 * @param besides the connection that asks
	 * @return true when it is taken
	 */
	public Mono<Boolean> isTaken(HsmTarget.Token target, UUID besides) {
		Sql.Statement statement = (target.by() == HsmTarget.By.SERIAL) ? this.system.query("""
				SELECT EXISTS (SELECT FROM kms_hsm_connection
					WHERE claimed_library = :library AND claimed_serial = :name AND connection_id <> :besides) AS taken
				""") : this.system.query("""
				SELECT EXISTS (SELECT FROM kms_hsm_connection
					WHERE claimed_library = :library AND claimed_serial IS NOT NULL AND claimed_label = :name
					AND connection_id <> :besides) AS taken
				""");
		return statement.bind("library", target.library())
			.bind("besides", besides)
			.bind("name", target.name())
			.one((row) -> Columns.required(row, "taken", Boolean.class));
	}

	/**
	 * A connection and its tenant.
	 *
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 */
	public record Due(UUID tenantId, UUID connectionId) {

	}

	/**
	 * Connections whose credentials a retired key of their tenant seals.
	 * @param limit how many at most
	 * @return the connections, in no order
	 */
	public Mono<List<Due>> toReseal(int limit) {
		return this.system.query("""
				SELECT c.tenant_id, c.connection_id FROM tenant_key t
				JOIN kms_hsm_connection c ON c.tenant_id = t.tenant_id AND c.sealed_by = t.key_id
				WHERE t.retired_at IS NOT NULL
				LIMIT :limit
				""")
			.bind("limit", limit)
			.all((row) -> new Due(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "connection_id", UUID.class)))
			.collectList();
	}

}
