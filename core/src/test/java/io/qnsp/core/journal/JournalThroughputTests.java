package io.qnsp.core.journal;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints what the group commit does on this machine. Asserts nothing about speed.
 */
class JournalThroughputTests {

	private static final Duration RUN = Duration.ofMillis(Long.getLong("qnsp.throughput.millis", 1_000));

	@ParameterizedTest
	@ValueSource(ints = { 64, 128, 256 })
	void printsEventsPerSecond(int appenders) {
		TestPostgres postgres = TestPostgres.shared();
		try (JournalFixture fixture = new JournalFixture(postgres, JournalSettings.DEFAULT)) {
			run(fixture, appenders, RUN);
			// What was cancelled at the end of either run may be written or not.
			long stored = postgres.count("SELECT count(*) FROM qnsp.audit_event");
			long confirmed = run(fixture, appenders, RUN);
			System.out.printf("group commit, %d appenders: %,d events/s%n", appenders,
					confirmed * 1_000 / RUN.toMillis());
			assertThat(postgres.count("SELECT count(*) FROM qnsp.audit_event") - stored).isBetween(confirmed,
					confirmed + 2L * appenders);
		}
	}

	private static long run(JournalFixture fixture, int appenders, Duration time) {
		LongAdder confirmed = new LongAdder();
		Flux.range(0, appenders)
			.flatMap((i) -> Mono.defer(() -> fixture.journal.append(Events.of("auth.risk.evaluate")))
				.doOnSuccess((done) -> confirmed.increment())
				.repeat()
				.subscribeOn(Schedulers.parallel()), appenders)
			.take(time)
			.then()
			.block(JournalFixture.WITHIN);
		return confirmed.sum();
	}

}
