package io.qnsp.auth.risk.stats;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.risk.stats.RiskStatistics.Distribution;
import io.qnsp.auth.risk.stats.RiskStatistics.FactorCount;
import io.qnsp.auth.risk.stats.RiskStatistics.Sums;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Reads the tables {@code risk_statistic} and {@code risk_statistic_factor}.
 */
@Repository
final class StatisticsRepository {

	private static final int TOP = 10;

	private final Sql sql;

	StatisticsRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<Sums> sums(UUID tenantId, Instant from) {
		return this.sql.query("""
				SELECT coalesce(sum(low), 0)::bigint AS low, coalesce(sum(medium), 0)::bigint AS medium,
					coalesce(sum(high), 0)::bigint AS high, coalesce(sum(critical), 0)::bigint AS critical,
					coalesce(sum(challenged), 0)::bigint AS challenged, coalesce(sum(denied), 0)::bigint AS denied
				FROM risk_statistic WHERE tenant_id = :tenant AND bucket_start >= :from
				""")
			.bind("tenant", tenantId)
			.bind("from", from)
			.one((row) -> new Sums(new Distribution(number(row, "low"), number(row, "medium"), number(row, "high"),
					number(row, "critical")), number(row, "challenged"), number(row, "denied")));
	}

	Mono<List<FactorCount>> factors(UUID tenantId, Instant from) {
		return this.sql.query("""
				SELECT factor, sum(evaluations)::bigint AS evaluations
				FROM risk_statistic_factor WHERE tenant_id = :tenant AND bucket_start >= :from
				GROUP BY factor ORDER BY 2 DESC, 1 LIMIT :top
				""")
			.bind("tenant", tenantId)
			.bind("from", from)
			.bind("top", TOP)
			.all((row) -> new FactorCount(Columns.text(row, "factor"), number(row, "evaluations")))
			.collectList();
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

}
