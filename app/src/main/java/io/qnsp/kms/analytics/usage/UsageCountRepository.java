package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.analytics.usage.UsageBatch.Application;
import io.qnsp.kms.analytics.usage.UsageBatch.Place;
import io.qnsp.kms.analytics.usage.UsageBatch.Span;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Writes what is derived of the use of keys, for all tenants.
 */
@Repository
final class UsageCountRepository {

	/** How many applications of a tenant are told apart. */
	static final int MOST_APPLICATIONS = 10_000;

	/**
	 * Adds the applications that are not there, in their order, as far as they fit.
	 */
	Mono<Void> addApplications(Sql sql, Map<Application, Instant> applications) {
		return bind(sql.query("""
				WITH fresh AS (
					SELECT used.*, row_number() OVER (PARTITION BY used.tenant_id ORDER BY used.place) AS nth
					FROM unnest(:tenants::uuid[], :applications::text[], :times::timestamptz[]) WITH ORDINALITY
						AS used (tenant_id, application_id, first_used_at, place)
					WHERE NOT EXISTS (SELECT FROM kms_usage_application known
						WHERE known.tenant_id = used.tenant_id AND known.application_id = used.application_id)),
				held AS (
					SELECT tenant_id, count(*) AS applications FROM kms_usage_application
					WHERE tenant_id IN (SELECT tenant_id FROM fresh) GROUP BY tenant_id)
				INSERT INTO kms_usage_application (tenant_id, application_id, first_used_at)
				SELECT fresh.tenant_id, fresh.application_id, fresh.first_used_at
				FROM fresh LEFT JOIN held USING (tenant_id)
				WHERE fresh.nth + coalesce(held.applications, 0) <= :most
				"""), applications).bind("most", MOST_APPLICATIONS).update().then();
	}

	/**
	 * Adds the application that stands for all others.
	 */
	Mono<Void> addOther(Sql sql, Map<Application, Instant> other) {
		return bind(sql.query("""
				INSERT INTO kms_usage_application (tenant_id, application_id, first_used_at)
				SELECT * FROM unnest(:tenants::uuid[], :applications::text[], :times::timestamptz[])
				ON CONFLICT (tenant_id, application_id) DO NOTHING
				"""), other).update().then();
	}

	private static Sql.Statement bind(Sql.Statement statement, Map<Application, Instant> applications) {
		return statement.bind("tenants", array(applications.keySet(), Application::tenantId, UUID[]::new))
			.bind("applications", array(applications.keySet(), Application::applicationId, String[]::new))
			.bind("times", applications.values().toArray(Instant[]::new));
	}

	/**
	 * Those of the applications that are told apart.
	 */
	Mono<List<Application>> known(Sql sql, Collection<Application> applications) {
		return sql.query("""
				SELECT known.tenant_id, known.application_id
				FROM unnest(:tenants::uuid[], :applications::text[]) AS used (tenant_id, application_id)
				JOIN kms_usage_application known USING (tenant_id, application_id)
				""")
			.bind("tenants", array(applications, Application::tenantId, UUID[]::new))
			.bind("applications", array(applications, Application::applicationId, String[]::new))
			.all((row) -> new Application(Columns.required(row, "tenant_id", UUID.class),
					Columns.text(row, "application_id")))
			.collectList();
	}

	Mono<Void> addBuckets(Sql sql, Map<Place, UsageAmount> buckets) {
		return amounts(places(sql.query("""
				INSERT INTO kms_usage_bucket AS known (tenant_id, key_id, operation, application_id, external,
					bucket_start, operations, failures, bytes, last_used_at)
				SELECT * FROM unnest(:tenants::uuid[], :keys::uuid[], :kinds::text[], :applications::text[],
					:externals::boolean[], :starts::timestamptz[], :operations::bigint[], :failures::bigint[],
					:bytes::numeric[], :times::timestamptz[])
				ON CONFLICT (tenant_id, key_id, bucket_start, operation, application_id, external)
				DO UPDATE SET operations = known.operations + excluded.operations,
					failures = known.failures + excluded.failures, bytes = known.bytes + excluded.bytes,
					last_used_at = greatest(known.last_used_at, excluded.last_used_at)
				"""), buckets.keySet()), buckets.values())
			.bind("starts", array(buckets.keySet(), Place::bucket, Instant[]::new))
			.bind("times", array(buckets.values(), UsageAmount::lastUsedAt, Instant[]::new))
			.update()
			.then();
	}

	Mono<Void> addTotals(Sql sql, Map<Place, UsageAmount> totals) {
		return amounts(places(sql.query("""
				INSERT INTO kms_usage_total AS known (tenant_id, key_id, operation, application_id, external,
					operations, failures, bytes, last_used_at)
				SELECT * FROM unnest(:tenants::uuid[], :keys::uuid[], :kinds::text[], :applications::text[],
					:externals::boolean[], :operations::bigint[], :failures::bigint[], :bytes::numeric[],
					:times::timestamptz[])
				ON CONFLICT (tenant_id, key_id, application_id, operation, external)
				DO UPDATE SET operations = known.operations + excluded.operations,
					failures = known.failures + excluded.failures, bytes = known.bytes + excluded.bytes,
					last_used_at = greatest(known.last_used_at, excluded.last_used_at)
				"""), totals.keySet()), totals.values())
			.bind("times", array(totals.values(), UsageAmount::lastUsedAt, Instant[]::new))
			.update()
			.then();
	}

	Mono<Void> addSpans(Sql sql, Map<Span, UsageAmount> spans) {
		return amounts(sql.query("""
				INSERT INTO kms_key_activity AS known (tenant_id, key_id, span_seconds, span_start, operations,
					failures, bytes)
				SELECT * FROM unnest(:tenants::uuid[], :keys::uuid[], :seconds::integer[], :starts::timestamptz[],
					:operations::bigint[], :failures::bigint[], :bytes::numeric[])
				ON CONFLICT (tenant_id, key_id, span_seconds, span_start)
				DO UPDATE SET operations = known.operations + excluded.operations,
					failures = known.failures + excluded.failures, bytes = known.bytes + excluded.bytes
				"""), spans.values()).bind("tenants", array(spans.keySet(), Span::tenantId, UUID[]::new))
			.bind("keys", array(spans.keySet(), Span::keyId, UUID[]::new))
			.bind("seconds", array(spans.keySet(), Span::seconds, Integer[]::new))
			.bind("starts", array(spans.keySet(), Span::start, Instant[]::new))
			.update()
			.then();
	}

	private static Sql.Statement places(Sql.Statement statement, Collection<Place> places) {
		return statement.bind("tenants", array(places, Place::tenantId, UUID[]::new))
			.bind("keys", array(places, Place::keyId, UUID[]::new))
			.bind("kinds", array(places, (place) -> place.operation().wireName(), String[]::new))
			.bind("applications", array(places, Place::applicationId, String[]::new))
			.bind("externals", array(places, Place::external, Boolean[]::new));
	}

	private static Sql.Statement amounts(Sql.Statement statement, Collection<UsageAmount> amounts) {
		return statement.bind("operations", array(amounts, UsageAmount::operations, Long[]::new))
			.bind("failures", array(amounts, UsageAmount::failures, Long[]::new))
			.bind("bytes", array(amounts, UsageAmount::bytes, BigDecimal[]::new));
	}

	private static <T, V> V[] array(Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
		return rows.stream().map(value).toArray(array);
	}

	Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM kms_usage_bucket")
			.update()
			.then(Mono.defer(() -> sql.query("DELETE FROM kms_usage_total").update()))
			.then(Mono.defer(() -> sql.query("DELETE FROM kms_usage_application").update()))
			.then(Mono.defer(() -> sql.query("DELETE FROM kms_key_activity").update()))
			.then();
	}

}
