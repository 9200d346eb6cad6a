package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * Finds the keys of all tenants that were used, a part at a time.
 */
@Repository
final class KeyPatrolRepository {

	private final Sql system;

	KeyPatrolRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * A key of a tenant.
	 */
	record PatrolledKey(UUID tenantId, UUID keyId) {

	}

	/**
	 * A key that was used on a day.
	 *
	 * @param key the key
	 * @param day the start of the day
	 * @param protects whether it has signed, encrypted, wrapped or encapsulated
	 */
	record UsedOn(PatrolledKey key, Instant day, boolean protects) {

	}

	/**
	 * Keys that were used since a day, in their order.
	 */
	Mono<List<PatrolledKey>> usedSince(Instant day, JobProgress after, int most) {
		return this.system.query("""
				SELECT DISTINCT tenant_id, key_id FROM kms_key_activity
				WHERE span_seconds = 86400 AND span_start >= :day AND (tenant_id, key_id) > (:tenant, :key)
				ORDER BY tenant_id, key_id LIMIT :most
				""")
			.bind("day", day)
			.bind("tenant", after.tenantId())
			.bind("key", after.keyId())
			.bind("most", most)
			.all((row) -> new PatrolledKey(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "key_id", UUID.class)))
			.collectList();
	}

	/**
	 * Keys and the days since a day that they were used on, without those whose use on
	 * that day was told.
	 */
	Mono<List<UsedOn>> usedOn(Instant day, JobProgress after, int most) {
		return this.system.query("""
				SELECT used.tenant_id, used.key_id, used.span_start, EXISTS (
					SELECT FROM kms_usage_bucket bucket
					WHERE bucket.tenant_id = used.tenant_id AND bucket.key_id = used.key_id
						AND bucket.bucket_start >= used.span_start
						AND bucket.bucket_start < used.span_start + interval '24 hours'
						AND bucket.operation IN ('encrypt', 'sign')) AS protects
				FROM kms_key_activity used
				WHERE used.span_seconds = 86400 AND used.span_start >= :day
					AND (used.tenant_id, used.key_id, used.span_start) > (:tenant, :key, :period)
					AND NOT EXISTS (SELECT FROM kms_alert told
						WHERE told.tenant_id = used.tenant_id AND told.key_id = used.key_id
							AND told.period_start = used.span_start AND told.alert_type = 'compliance_violation')
				ORDER BY used.tenant_id, used.key_id, used.span_start LIMIT :most
				""")
			.bind("day", day)
			.bind("tenant", after.tenantId())
			.bind("key", after.keyId())
			.bind("period", after.period())
			.bind("most", most)
			.all((row) -> new UsedOn(
					new PatrolledKey(Columns.required(row, "tenant_id", UUID.class),
							Columns.required(row, "key_id", UUID.class)),
					Columns.required(row, "span_start", Instant.class),
					Columns.required(row, "protects", Boolean.class)))
			.collectList();
	}

	/**
	 * The hours of keys, each from its first use on and without a gap.
	 * @param from the first hour to look at
	 * @param newest the last hour
	 */
	Mono<Map<PatrolledKey, List<HourlyUse>>> hours(List<PatrolledKey> keys, Instant from, Instant newest) {
		return this.system.query("""
				SELECT tenant_id, key_id, span_start, operations, failures, bytes::float8 AS bytes
				FROM unnest(:tenants::uuid[], :keys::uuid[]) AS looked (tenant_id, key_id)
				JOIN kms_key_activity USING (tenant_id, key_id)
				WHERE span_seconds = 3600 AND span_start >= :from AND span_start <= :newest
				ORDER BY tenant_id, key_id, span_start
				""")
			.bind("tenants", keys.stream().map(PatrolledKey::tenantId).toArray(UUID[]::new))
			.bind("keys", keys.stream().map(PatrolledKey::keyId).toArray(UUID[]::new))
			.bind("from", from)
			.bind("newest", newest)
			.all((row) -> new Hour(
					new PatrolledKey(Columns.required(row, "tenant_id", UUID.class),
							Columns.required(row, "key_id", UUID.class)),
					Columns.required(row, "span_start", Instant.class),
					new HourlyUse(Columns.required(row, "operations", Long.class),
							Columns.required(row, "failures", Long.class),
							Columns.required(row, "bytes", Double.class))))
			.collectMultimap(Hour::key)
			.map((byKey) -> {
				Map<PatrolledKey, List<HourlyUse>> hours = new HashMap<>();
				byKey.forEach((key, found) -> hours.put(key, filled(List.copyOf(found), newest)));
				return hours;
			});
	}

	private static List<HourlyUse> filled(List<Hour> found, Instant newest) {
		List<HourlyUse> hours = new ArrayList<>();
		int next = 0;
		for (Instant start = found.getFirst().start(); !start.isAfter(newest); start = start
			.plus(Duration.ofHours(1))) {
			boolean used = next < found.size() && found.get(next).start().equals(start);
			hours.add(used ? found.get(next++).use() : HourlyUse.NONE);
		}
		return hours;
	}

	private record Hour(PatrolledKey key, Instant start, HourlyUse use) {

	}

	Mono<JobProgress> progress(String job) {
		return this.system
			.query("SELECT period_start, last_tenant, last_key, finished FROM kms_alert_progress WHERE job = :job")
			.bind("job", job)
			.one((row) -> new JobProgress(Columns.required(row, "period_start", Instant.class),
					Columns.required(row, "last_tenant", UUID.class), Columns.required(row, "last_key", UUID.class),
					Columns.required(row, "finished", Boolean.class)));
	}

	Mono<Void> save(String job, JobProgress progress) {
		return this.system.query("""
				INSERT INTO kms_alert_progress (job, period_start, last_tenant, last_key, finished)
				VALUES (:job, :period, :tenant, :key, :finished)
				ON CONFLICT (job) DO UPDATE SET period_start = excluded.period_start,
					last_tenant = excluded.last_tenant, last_key = excluded.last_key, finished = excluded.finished
				""")
			.bind("job", job)
			.bind("period", progress.period())
			.bind("tenant", progress.tenantId())
			.bind("key", progress.keyId())
			.bind("finished", progress.finished())
			.update()
			.then();
	}

}
