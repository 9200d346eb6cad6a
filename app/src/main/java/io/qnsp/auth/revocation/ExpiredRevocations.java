package io.qnsp.auth.revocation;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Deletes revocations whose last token has expired.
 */
@Component
final class ExpiredRevocations implements PeriodicJob {

	private final Sql system;

	private final Clock clock;

	ExpiredRevocations(@Qualifier("systemSql") Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "expired-revocations";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return this.system.query("DELETE FROM revoked_credential WHERE expires_at < :now")
			.bind("now", this.clock.instant())
			.update()
			.then();
	}

}
