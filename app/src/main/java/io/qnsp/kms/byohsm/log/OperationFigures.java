package io.qnsp.kms.byohsm.log;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Health of HSMs from their real calls.
 */
@Component
public final class OperationFigures {

	private static final Duration WINDOW = Duration.ofHours(1);

	private static final int MOST_CALLS = 100;

	private final OperationRepository operations;

	private final Clock clock;

	OperationFigures(OperationRepository operations, Clock clock) {
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * How a connection's latest calls went.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return the figures
	 */
	public Mono<HealthMetrics> of(UUID tenantId, UUID connectionId) {
		return Mono.defer(
				() -> this.operations.health(tenantId, connectionId, this.clock.instant().minus(WINDOW), MOST_CALLS));
	}

}
