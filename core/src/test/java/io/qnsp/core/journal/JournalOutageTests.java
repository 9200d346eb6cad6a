package io.qnsp.core.journal;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL goes away under load and comes back.
 */
class JournalOutageTests {

	private static final Duration DEADLINE = Duration.ofSeconds(1);

	private final Set<UUID> confirmed = ConcurrentHashMap.newKeySet();

	private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

	private final Queue<JournalEntry> seen = new ConcurrentLinkedQueue<>();

	private final Queue<Duration> refusalTimes = new ConcurrentLinkedQueue<>();

	@Test
	void refusesWithinTheDeadlineWhileTheDatabaseIsAwayAndLosesNothingThatWasConfirmed() throws Exception {
		try (TestPostgres postgres = TestPostgres.create();
				JournalFixture fixture = new JournalFixture(postgres, new JournalSettings(100, 2, 1_000, DEADLINE))) {
			fixture.tail.listen(this.seen::addAll);
			fixture.tail.start();
			fixture.tail.ready().block(JournalFixture.WITHIN);
			Mono<Void> load = Flux.interval(Duration.ofMillis(2))
				.onBackpressureDrop()
				.flatMap((tick) -> call(fixture.journal), 128)
				.then();
			Disposable running = load.subscribe();
			try {
				JournalFixture.until(() -> this.confirmed.size() > 200);
				postgres.stop();
				JournalFixture.until(() -> this.refused.size() > 100);
				postgres.startAgain();
				int before = this.confirmed.size();
				JournalFixture.until(() -> this.confirmed.size() > before + 200);
			}
			finally {
				running.dispose();
			}
			fixture.journal.stop().block(JournalFixture.WITHIN);
			verify(postgres);
		}
	}

	private void verify(TestPostgres postgres) {
		Set<String> stored = Set.copyOf(postgres.texts("SELECT event_id FROM qnsp.audit_event"));
		assertThat(stored).containsAll(this.confirmed.stream().map(UUID::toString).toList());
		assertThat(postgres.count("SELECT count(*) FROM qnsp.audit_event")).isEqualTo(stored.size());
		JournalFixture.until(() -> this.seen.size() >= stored.size());
		assertThat(this.seen).extracting((entry) -> entry.event().eventId().toString())
			.containsExactlyInAnyOrderElementsOf(stored);
		assertThat(this.seen).extracting(JournalEntry::position).isSorted();
		assertThat(this.refusalTimes).allMatch((took) -> took.compareTo(DEADLINE.multipliedBy(2)) < 0);
	}

	private Mono<Void> call(Journal journal) {
		return Mono.defer(() -> {
			AuditEvent event = Events.of("auth.risk.evaluate");
			long start = System.nanoTime();
			return journal.append(event)
				.doOnSuccess((done) -> this.confirmed.add(event.eventId()))
				.onErrorResume(JournalUnavailableException.class, (ex) -> {
					this.refused.add(event.eventId());
					this.refusalTimes.add(Duration.ofNanos(System.nanoTime() - start));
					return Mono.empty();
				});
		});
	}

}
