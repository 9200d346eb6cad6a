package io.qnsp.auth.risk.stats;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Reads statistics.
 */
@Component
final class StatisticsReader {

	private final StatisticsRepository repository;

	private final Clock clock;

	StatisticsReader(StatisticsRepository repository, Clock clock) {
		this.repository = repository;
		this.clock = clock;
	}

	Mono<RiskStatistics> read(UUID tenantId, StatisticsPeriod period) {
		Instant from = period.firstBucket(this.clock.instant());
		return Mono.zip(this.repository.sums(tenantId, from), this.repository.factors(tenantId, from),
				(sums, factors) -> RiskStatistics.of(period, sums, factors));
	}

}
