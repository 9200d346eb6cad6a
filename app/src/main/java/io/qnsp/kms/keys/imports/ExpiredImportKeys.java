package io.qnsp.kms.keys.imports;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Deletes import keys that nobody used in time.
 */
@Component
final class ExpiredImportKeys implements PeriodicJob {

	private final Sql system;

	private final Clock clock;

	ExpiredImportKeys(@Qualifier("systemSql") Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-expired-import-keys";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return this.system.query("DELETE FROM kms_import_key WHERE expires_at <= :now")
			.bind("now", this.clock.instant())
			.update()
			.then();
	}

}
