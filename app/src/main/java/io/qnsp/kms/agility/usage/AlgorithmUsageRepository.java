package io.qnsp.kms.agility.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Reads the table {@code kms_algorithm_usage}.
 */
@Repository
final class AlgorithmUsageRepository {

	private final Sql sql;

	AlgorithmUsageRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The uses from a day on, by algorithm and category.
	 */
	Mono<List<AlgorithmUse>> uses(UUID tenantId, LocalDate from) {
		return this.sql.query("""
				SELECT algorithm, category, sum(operations)::bigint AS operations, sum(failures)::bigint AS failures,
					max(last_used_at) AS last_used_at
				FROM kms_algorithm_usage WHERE tenant_id = :tenant AND day >= :from
				GROUP BY algorithm, category ORDER BY algorithm, category
				""")
			.bind("tenant", tenantId)
			.bind("from", from)
			.all((row) -> new AlgorithmUse(algorithm(row), UsageCategory.stored(Columns.text(row, "category")),
					number(row, "operations"), number(row, "failures"), row.get("last_used_at", Instant.class)))
			.collectList();
	}

	/**
	 * The successful operations from a day on, by day and algorithm.
	 */
	Mono<List<DailyUse>> daily(UUID tenantId, LocalDate from) {
		return this.sql.query("""
				SELECT day, algorithm, sum(operations)::bigint AS operations
				FROM kms_algorithm_usage WHERE tenant_id = :tenant AND day >= :from
				GROUP BY day, algorithm ORDER BY day, algorithm
				""")
			.bind("tenant", tenantId)
			.bind("from", from)
			.all((row) -> new DailyUse(Columns.required(row, "day", LocalDate.class), algorithm(row),
					number(row, "operations")))
			.collectList();
	}

	// Only ids of the catalogue are stored, and none is ever taken out of it.
	private static Algorithm algorithm(Readable row) {
		return Algorithm.named(Columns.text(row, "algorithm")).orElseThrow();
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

}
