package io.qnsp.auth.risk.history;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.auth.risk.model.Feature;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.TenantHistory;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The tables {@code risk_tenant}, {@code risk_tenant_feature} and
 * {@code risk_tenant_distinct}.
 */
@Repository
final class TenantMemoryRepository {

	private static final List<Feature> FEATURES = List.of(Feature.values());

	private static final String[] KEYS = FEATURES.stream().map(Feature::key).toArray(String[]::new);

	/**
	 * The numbers of a tenant for the values of an attempt.
	 */
	Mono<TenantHistory> find(Sql sql, UUID tenantId, LoginFeatures features) {
		return sql.query("""
				SELECT t.logins, t.users,
					ARRAY(SELECT coalesce(f.logins, 0)
						FROM unnest(:features, :values) WITH ORDINALITY AS wanted (feature, value, place)
						LEFT JOIN risk_tenant_feature f
							ON f.tenant_id = t.tenant_id AND f.feature = wanted.feature AND f.value = wanted.value
						ORDER BY wanted.place) AS counts,
					ARRAY(SELECT coalesce(d.distinct_values, 0)
						FROM unnest(:features) WITH ORDINALITY AS wanted (feature, place)
						LEFT JOIN risk_tenant_distinct d ON d.tenant_id = t.tenant_id AND d.feature = wanted.feature
						ORDER BY wanted.place) AS distincts
				FROM risk_tenant t
				WHERE t.tenant_id = :tenant
				""")
			.bind("features", KEYS)
			.bind("values", FEATURES.stream().map(features::value).toArray(String[]::new))
			.bind("tenant", tenantId)
			.one(TenantMemoryRepository::row)
			.defaultIfEmpty(TenantHistory.NONE);
	}

	/**
	 * Adds logins to the tenants' numbers.
	 */
	Mono<Void> add(Sql sql, TenantLogins logins) {
		return addTotals(sql, logins).then(Mono.defer(() -> addValues(sql, logins)));
	}

	private static Mono<Void> addTotals(Sql sql, TenantLogins logins) {
		return sql.query("""
				INSERT INTO risk_tenant AS tenant (tenant_id, logins, users)
				SELECT * FROM unnest(:tenants, :logins, :users)
				ON CONFLICT (tenant_id) DO UPDATE SET logins = tenant.logins + excluded.logins,
					users = tenant.users + excluded.users
				""")
			.bind("tenants", logins.totals().keySet().toArray(UUID[]::new))
			.bind("logins", logins.totals().values().stream().map(TenantLogins.Total::logins).toArray(Long[]::new))
			.bind("users", logins.totals().values().stream().map(TenantLogins.Total::users).toArray(Long[]::new))
			.update()
			.then();
	}

	// A row that the statement itself has inserted has no earlier version: xmax is 0.
	private static Mono<Void> addValues(Sql sql, TenantLogins logins) {
		return sql.query("""
				WITH counted AS (
					INSERT INTO risk_tenant_feature AS known (tenant_id, feature, value, logins)
					SELECT * FROM unnest(:tenants, :features, :values, :logins)
					ON CONFLICT (tenant_id, feature, value) DO UPDATE SET logins = known.logins + excluded.logins
					RETURNING tenant_id, feature, xmax = 0 AS is_new)
				INSERT INTO risk_tenant_distinct AS known (tenant_id, feature, distinct_values)
				SELECT tenant_id, feature, count(*) FROM counted WHERE is_new GROUP BY tenant_id, feature
				ON CONFLICT (tenant_id, feature)
				DO UPDATE SET distinct_values = known.distinct_values + excluded.distinct_values
				""")
			.bind("tenants", logins.values().keySet().stream().map(TenantLogins.Value::tenantId).toArray(UUID[]::new))
			.bind("features",
					logins.values().keySet().stream().map((value) -> value.feature().key()).toArray(String[]::new))
			.bind("values", logins.values().keySet().stream().map(TenantLogins.Value::value).toArray(String[]::new))
			.bind("logins", logins.values().values().toArray(Long[]::new))
			.update()
			.then();
	}

	/**
	 * Forgets all tenants.
	 */
	Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM risk_tenant_feature")
			.update()
			.then(Mono.defer(() -> sql.query("DELETE FROM risk_tenant_distinct").update()))
			.then(Mono.defer(() -> sql.query("DELETE FROM risk_tenant").update()))
			.then();
	}

	private static TenantHistory row(Readable row) {
		return new TenantHistory(Columns.required(row, "logins", Long.class),
				Columns.required(row, "users", Long.class), byFeature(Columns.required(row, "counts", Long[].class)),
				byFeature(Columns.required(row, "distincts", Long[].class)));
	}

	private static Map<Feature, Long> byFeature(Long[] numbers) {
		Map<Feature, Long> byFeature = new EnumMap<>(Feature.class);
		List<Long> list = Arrays.asList(numbers);
		for (int i = 0; i < list.size(); i++) {
			byFeature.put(FEATURES.get(i), list.get(i));
		}
		return byFeature;
	}

}
