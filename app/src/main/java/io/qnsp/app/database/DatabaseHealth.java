package io.qnsp.app.database;

import java.time.Duration;

import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether both roles get an answer from the database. Readiness depends on it: a server
 * whose database is gone can't serve, and can again when it is back. Liveness does not: a
 * restart of the server would not help.
 */
@Component("databaseHealthIndicator")
final class DatabaseHealth implements ReactiveHealthIndicator {

	private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

	/** Probes need no credential, so asking often must not cost a query each time. */
	private static final Duration FRESH = Duration.ofMillis(250);

	private final Mono<Health> health;

	DatabaseHealth(Sql tenant, @Qualifier("systemSql") Sql system) {
		this.health = Mono.when(answers(tenant), answers(system))
			.timeout(ANSWER_WITHIN)
			.thenReturn(Health.up().build())
			.onErrorResume((ex) -> Mono.just(Health.down().build()))
			.cache(FRESH);
	}

	private static Mono<Boolean> answers(Sql sql) {
		return sql.query("SELECT 1").one((row) -> true);
	}

	@Override
	public Mono<Health> health() {
		return this.health;
	}

}
