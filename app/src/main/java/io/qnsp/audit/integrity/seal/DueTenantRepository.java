package io.qnsp.audit.integrity.seal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * Looks which tenants have events that have waited too long: two index probes a tenant.
 */
@Repository
final class DueTenantRepository {

	private final Sql system;

	DueTenantRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * A tenant that was looked at.
	 *
	 * @param tenantId the tenant
	 * @param due whether its oldest event that is not sealed is old enough
	 */
	record Looked(UUID tenantId, boolean due) {

	}

	/**
	 * Looks at the next tenants.
	 * @param after the last one that was looked at
	 * @param limit how many at most
	 * @param age what is old enough
	 * @return the tenants in the order of their ids; fewer than the limit at the end
	 */
	Mono<List<Looked>> next(UUID after, int limit, Duration age) {
		return this.system
			.query("""
					SELECT tenant.tenant_id, coalesce(oldest.recorded_at <= now() - :age * interval '1 millisecond', false) AS due
					FROM (SELECT tenant_id FROM tenant WHERE tenant_id > :after ORDER BY tenant_id LIMIT :limit) AS tenant
					LEFT JOIN LATERAL (
						SELECT last_xid, last_event_id FROM audit_checkpoint
						WHERE tenant_id = tenant.tenant_id ORDER BY sequence DESC LIMIT 1
					) AS sealed ON true
					LEFT JOIN LATERAL (
						SELECT recorded_at FROM audit_event
						WHERE tenant_id = tenant.tenant_id
							AND (xid, event_id) > (coalesce(sealed.last_xid, '0'::xid8), coalesce(sealed.last_event_id, :none))
						ORDER BY xid, event_id LIMIT 1
					) AS oldest ON true
					ORDER BY tenant.tenant_id
					""")
			.bind("age", age.toMillis())
			.bind("after", after)
			.bind("limit", limit)
			.bind("none", new UUID(0, 0))
			.all((row) -> new Looked(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "due", Boolean.class)))
			.collectList();
	}

}
