package io.qnsp.auth.federation.crosstenant;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Removes activity that no period reaches any more.
 */
@Component
final class CrossTenantRetention implements PeriodicJob {

	private final CrossTenantRepository repository;

	private final Clock clock;

	CrossTenantRetention(CrossTenantRepository repository, Clock clock) {
		this.repository = repository;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "cross-tenant-activity-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> this.repository.removeBefore(ActivityPeriod.MONTH.firstBucket(this.clock.instant())));
	}

}
