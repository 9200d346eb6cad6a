package io.qnsp.kms.agility.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Removes the days that no answer reaches any more.
 */
@Component
final class AlgorithmUsageRetention implements PeriodicJob {

	private final Sql system;

	private final Clock clock;

	AlgorithmUsageRetention(@Qualifier("systemSql") Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "algorithm-usage-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			LocalDate first = AlgorithmUses.firstDay(AlgorithmUses.MOST_DAYS, this.clock.instant());
			return this.system.query("DELETE FROM kms_algorithm_usage WHERE day < :first")
				.bind("first", first)
				.update()
				.then();
		});
	}

}
