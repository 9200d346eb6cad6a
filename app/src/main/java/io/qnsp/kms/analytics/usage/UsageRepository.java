package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Reads what is derived of the use of keys.
 */
@Repository
final class UsageRepository {

	private static final int TOP = 10;

	private static final String MATCHING = """
			FROM kms_usage_bucket
			WHERE tenant_id = :tenant AND bucket_start >= :start AND bucket_start < :end
			AND (:operation::text IS NULL OR operation = :operation)
			AND (:application::text IS NULL OR application_id = :application)
			""";

	// A condition of its own, so that a prepared plan can still choose the key's index.
	private static final String OF_KEY = "AND key_id = :key\n";

	private static final String POINTS = """
			SELECT date_trunc(:unit, bucket_start, 'UTC') AS period, key_id, operation,
				sum(operations)::bigint AS operations, sum(failures)::bigint AS failures,
				coalesce(sum(operations) FILTER (WHERE external), 0)::bigint AS external, sum(bytes) AS bytes
			""";

	private static final String PAGE = """
			AND (date_trunc(:unit, bucket_start, 'UTC'), key_id, operation) >
				(:period, :afterKey, :afterOperation)
			GROUP BY 1, key_id, operation
			ORDER BY 1, key_id, operation
			LIMIT :limit
			""";

	private static final String SUMMARY = """
			SELECT coalesce(sum(operations), 0)::bigint AS operations, coalesce(sum(failures), 0)::bigint AS failures,
				coalesce(sum(operations) FILTER (WHERE external), 0)::bigint AS external,
				coalesce(sum(bytes), 0) AS bytes, count(DISTINCT key_id) AS keys
			""";

	private static final String POINTS_OF_ALL = POINTS + MATCHING + PAGE;

	private static final String POINTS_OF_KEY = POINTS + MATCHING + OF_KEY + PAGE;

	private static final String SUMMARY_OF_ALL = SUMMARY + MATCHING;

	private static final String SUMMARY_OF_KEY = SUMMARY + MATCHING + OF_KEY;

	// Before every point.
	private static final Instant NO_PERIOD = Instant.parse("1900-01-01T00:00:00Z");

	private static final UUID NO_KEY = new UUID(0, 0);

	private final Sql sql;

	UsageRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The points, one more than asked for if there are more.
	 */
	Mono<List<UsageAnswer.Point>> points(UUID tenantId, UsageQuery query) {
		UsageCursor after = query.after();
		return matching((query.keyId() != null) ? POINTS_OF_KEY : POINTS_OF_ALL, tenantId, query)
			.bind("unit", query.granularity().wireName())
			.bind("period", (after != null) ? after.period() : NO_PERIOD)
			.bind("afterKey", (after != null) ? after.keyId() : NO_KEY)
			.bind("afterOperation", (after != null) ? after.operation().wireName() : "")
			.bind("limit", query.limit() + 1)
			.all((row) -> new UsageAnswer.Point(Columns.required(row, "period", Instant.class),
					Columns.required(row, "key_id", UUID.class), operation(row), number(row, "operations"),
					number(row, "failures"), number(row, "external"), bytes(row)))
			.collectList();
	}

	Mono<UsageAnswer.Summary> summary(UUID tenantId, UsageQuery query) {
		return matching((query.keyId() != null) ? SUMMARY_OF_KEY : SUMMARY_OF_ALL, tenantId, query)
			.one((row) -> new UsageAnswer.Summary(number(row, "operations"), number(row, "failures"),
					number(row, "external"), bytes(row), number(row, "keys")));
	}

	private Sql.Statement matching(String text, UUID tenantId, UsageQuery query) {
		UsageOperation operation = query.operation();
		Sql.Statement statement = this.sql.query(text)
			.bind("tenant", tenantId)
			.bind("start", query.start())
			.bind("end", query.end())
			.bind("operation", (operation != null) ? operation.wireName() : null, String.class)
			.bind("application", query.applicationId(), String.class);
		UUID key = query.keyId();
		return (key != null) ? statement.bind("key", key) : statement;
	}

	/**
	 * A key's sums since the beginning, one for each operation it was used for.
	 */
	Mono<List<KeySummary.Sums>> sums(UUID tenantId, UUID keyId) {
		return this.sql.query("""
				SELECT operation, sum(operations)::bigint AS operations, sum(failures)::bigint AS failures,
					coalesce(sum(operations) FILTER (WHERE external), 0)::bigint AS external, sum(bytes) AS bytes,
					max(last_used_at) AS last_used_at
				FROM kms_usage_total WHERE tenant_id = :tenant AND key_id = :key GROUP BY operation
				""")
			.bind("tenant", tenantId)
			.bind("key", keyId)
			.all((row) -> new KeySummary.Sums(operation(row), number(row, "operations"), number(row, "failures"),
					number(row, "external"), bytes(row), Columns.required(row, "last_used_at", Instant.class)))
			.collectList();
	}

	Mono<List<KeySummary.ApplicationCount>> topApplications(UUID tenantId, UUID keyId) {
		return this.sql.query("""
				SELECT application_id, sum(operations)::bigint AS operations
				FROM kms_usage_total WHERE tenant_id = :tenant AND key_id = :key
				GROUP BY application_id ORDER BY 2 DESC, 1 LIMIT :top
				""")
			.bind("tenant", tenantId)
			.bind("key", keyId)
			.bind("top", TOP)
			.all((row) -> new KeySummary.ApplicationCount(Columns.text(row, "application_id"),
					number(row, "operations")))
			.collectList();
	}

	/**
	 * Applications by name, one more than asked for if there are more.
	 * @param after the name to go on after, or {@code null} for the first page
	 */
	Mono<List<ApplicationUsage>> applications(UUID tenantId, @Nullable String after, int limit) {
		return this.sql.query("""
				SELECT application_id, sum(operations) FILTER (WHERE operation = 'encrypt')::bigint AS encrypts,
					sum(operations) FILTER (WHERE operation = 'decrypt')::bigint AS decrypts,
					sum(operations) FILTER (WHERE operation = 'sign')::bigint AS signs,
					sum(operations) FILTER (WHERE operation = 'verify')::bigint AS verifies,
					coalesce(sum(operations) FILTER (WHERE external), 0)::bigint AS external,
					count(DISTINCT key_id) AS keys, max(last_used_at) AS last_used_at
				FROM (
					SELECT tenant_id, application_id FROM kms_usage_application
					WHERE tenant_id = :tenant AND application_id > :after
					ORDER BY application_id LIMIT :limit) AS application
				JOIN kms_usage_total USING (tenant_id, application_id)
				GROUP BY application_id
				ORDER BY application_id
				""")
			.bind("tenant", tenantId)
			.bind("after", (after != null) ? after : "")
			.bind("limit", limit + 1)
			.all((row) -> new ApplicationUsage(Columns.text(row, "application_id"), number(row, "keys"),
					Columns.required(row, "last_used_at", Instant.class), number(row, "external"),
					new OperationCounts(orZero(row, "encrypts"), orZero(row, "decrypts"), orZero(row, "signs"),
							orZero(row, "verifies"))))
			.collectList();
	}

	private static UsageOperation operation(Readable row) {
		return UsageOperation.named(Columns.text(row, "operation")).orElseThrow();
	}

	private static BigDecimal bytes(Readable row) {
		return Columns.required(row, "bytes", BigDecimal.class);
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

	private static long orZero(Readable row, String name) {
		Long value = row.get(name, Long.class);
		return (value != null) ? value : 0;
	}

}
