package io.qnsp.audit.delivery.deadletter;

import java.time.Duration;

import io.qnsp.audit.delivery.DeliveryProperties;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Removes dead letters that are old. Their events stay in the journal.
 */
@Component
final class ExpiredDeadLetters implements PeriodicJob {

	private final Sql system;

	private final Duration kept;

	ExpiredDeadLetters(@Qualifier("systemSql") Sql system, DeliveryProperties properties) {
		this.system = system;
		this.kept = properties.deadLettersKept();
	}

	@Override
	public String name() {
		return "audit-expired-dead-letters";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return this.system.query("DELETE FROM audit_dead_letter WHERE failed_at < now() - make_interval(secs => :kept)")
			.bind("kept", this.kept.toMillis() / 1000.0)
			.update()
			.then();
	}

}
