package io.qnsp.core.idempotency;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * Deletes answers that can no longer be replayed.
 */
public final class ExpiredAnswers implements PeriodicJob {

	private final Sql system;

	private final Clock clock;

	/**
	 * Creates the job.
	 * @param system access across tenants
	 * @param clock the clock that answers expire by
	 */
	public ExpiredAnswers(Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "expired-answers";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return this.system.query("DELETE FROM idempotent_answer WHERE expires_at < :now")
			.bind("now", this.clock.instant())
			.update()
			.then();
	}

}
