package io.qnsp.auth.federation.crosstenant;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The table {@code cross_tenant_activity}, which its projection writes.
 */
@Component
final class CrossTenantRepository {

	private static final String ACTIVITY = """
			SELECT source_tenant_id, target_tenant_id, sum(event_count)::bigint AS events,
				max(last_activity_at) AS last_activity
			FROM cross_tenant_activity
			WHERE bucket_start >= :from
			AND (:tenants::uuid[] IS NULL OR source_tenant_id = ANY (:tenants) OR target_tenant_id = ANY (:tenants))
			GROUP BY source_tenant_id, target_tenant_id
			ORDER BY last_activity DESC, source_tenant_id, target_tenant_id
			LIMIT :limit
			""";

	private final Sql sql;

	private final Sql systemSql;

	CrossTenantRepository(Sql sql, @Qualifier("systemSql") Sql systemSql) {
		this.sql = sql;
		this.systemSql = systemSql;
	}

	/**
	 * The activity that the tenant of the chain is a side of.
	 */
	Mono<List<CrossTenantActivity>> ofTenant(Instant from, @Nullable List<UUID> tenants, int limit) {
		return read(this.sql, from, tenants, limit);
	}

	/**
	 * The activity of all tenants, for callers who may see it.
	 */
	Mono<List<CrossTenantActivity>> ofAll(Instant from, @Nullable List<UUID> tenants, int limit) {
		return read(this.systemSql, from, tenants, limit);
	}

	/**
	 * Removes what is older, of all tenants.
	 */
	Mono<Void> removeBefore(Instant bucket) {
		return this.systemSql.query("DELETE FROM cross_tenant_activity WHERE bucket_start < :bucket")
			.bind("bucket", bucket)
			.update()
			.then();
	}

	private static Mono<List<CrossTenantActivity>> read(Sql sql, Instant from, @Nullable List<UUID> tenants,
			int limit) {
		return sql.query(ACTIVITY)
			.bind("from", from)
			.bind("tenants", (tenants != null) ? tenants.toArray(UUID[]::new) : null, UUID[].class)
			.bind("limit", limit)
			.all(CrossTenantRepository::activity)
			.collectList();
	}

	private static CrossTenantActivity activity(Readable row) {
		return new CrossTenantActivity(Columns.required(row, "source_tenant_id", UUID.class),
				Columns.required(row, "target_tenant_id", UUID.class), Columns.required(row, "events", Long.class),
				Columns.required(row, "last_activity", Instant.class));
	}

}
