package io.qnsp.kms.byohsm.log;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Deletes operations after 90 days, here; the journal keeps their events.
 */
@Component
final class OperationRetention implements PeriodicJob {

	private static final Duration KEPT = Duration.ofDays(90);

	// In portions: what a statement holds locked, the projection may be waiting for.
	private static final int PORTION = 20_000;

	private final Sql system;

	private final Clock clock;

	OperationRetention(@Qualifier("systemSql") Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-hsm-operation-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> this.system.query("""
				DELETE FROM kms_hsm_operation WHERE ctid = ANY (ARRAY(
					SELECT ctid FROM kms_hsm_operation WHERE happened_at < :oldest LIMIT :portion))
				""").bind("oldest", this.clock.instant().minus(KEPT)).bind("portion", PORTION).update()).then();
	}

}
