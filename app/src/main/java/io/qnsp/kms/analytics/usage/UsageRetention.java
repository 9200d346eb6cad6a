package io.qnsp.kms.analytics.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Removes usage that no query and no rule reaches any more. What was used since the
 * beginning stays.
 */
@Component
final class UsageRetention implements PeriodicJob {

	/** No window of five-minute spans is longer than a day. */
	private static final Duration SPANS_KEPT = Duration.ofDays(3);

	// In portions: what a statement holds locked, the projection may be waiting for.
	private static final int PORTION = 20_000;

	private final Sql system;

	private final Clock clock;

	UsageRetention(@Qualifier("systemSql") Sql system, Clock clock) {
		this.system = system;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-usage-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			Instant oldest = now.minus(UsageQuery.LONGEST).minus(Duration.ofDays(1));
			return this.system.query("""
					DELETE FROM kms_usage_bucket WHERE ctid = ANY (ARRAY(
						SELECT ctid FROM kms_usage_bucket WHERE bucket_start < :oldest LIMIT :portion))
					""")
				.bind("oldest", oldest)
				.bind("portion", PORTION)
				.update()
				.then(this.system.query("""
						DELETE FROM kms_key_activity WHERE ctid = ANY (ARRAY(
							SELECT ctid FROM kms_key_activity
							WHERE (span_seconds = 300 AND span_start < :short) OR
								(span_seconds IN (3600, 86400) AND span_start < :oldest) LIMIT :portion))
						""")
					.bind("short", now.minus(SPANS_KEPT))
					.bind("oldest", oldest)
					.bind("portion", PORTION)
					.update()
					.then());
		});
	}

}
