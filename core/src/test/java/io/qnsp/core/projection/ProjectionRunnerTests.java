package io.qnsp.core.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Events;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalFixture;
import io.qnsp.core.journal.JournalSettings;
import io.qnsp.core.journal.JournalUnavailableException;
import io.qnsp.core.journal.TestPostgres;
import io.qnsp.core.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectionRunnerTests {

	private static final ProjectionSettings SETTINGS = new ProjectionSettings(50, Duration.ofMillis(10),
			Duration.ofMillis(100), Duration.ofMillis(50));

	private final List<ProjectionRunner> runners = new ArrayList<>();

	private TestPostgres postgres;

	private JournalFixture fixture;

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
		this.fixture.tail.start();
		this.fixture.tail.ready().block(JournalFixture.WITHIN);
	}

	@AfterEach
	void stop() {
		this.runners.forEach((runner) -> runner.stop().block(JournalFixture.WITHIN));
		this.fixture.close();
	}

	private ProjectionRunner run(Projection... projections) {
		ProjectionRunner runner = new ProjectionRunner(List.of(projections), this.postgres.system(),
				this.fixture.systemTransactions, this.fixture.reader, SETTINGS, new SimpleMeterRegistry());
		this.fixture.tail.listen(runner);
		this.runners.add(runner);
		runner.start();
		return runner;
	}

	private void append(int count, AuditEvent.Usage usage) {
		Flux.range(0, count)
			.flatMap((i) -> this.fixture.journal.append(Events.billed(Events.TENANT, "auth.risk.evaluate", usage)), 32)
			.then()
			.block(JournalFixture.WITHIN);
	}

	private long units() {
		return this.postgres.count("SELECT coalesce(sum(units), 0) FROM qnsp.usage_meter");
	}

	private long calls() {
		return this.postgres.count("SELECT coalesce(sum(calls), 0) FROM qnsp.usage_meter");
	}

	private boolean caughtUp(String name) {
		return this.postgres.count("SELECT count(*) FROM qnsp.projection_cursor c WHERE c.name = '" + name
				+ "' AND NOT EXISTS (SELECT FROM qnsp.audit_event e WHERE (e.xid, e.event_id) > (c.xid, c.event_id))") == 1;
	}

	@Test
	void countsEveryEventOnceWhenRunsDieAtRandomPoints() {
		AtomicInteger deaths = new AtomicInteger();
		run(new Dying(new Random(11), deaths));
		for (int i = 0; i < 20; i++) {
			append(50, new AuditEvent.Usage("auth.risk_evaluation", 3));
		}
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		assertThat(deaths).hasPositiveValue();
		assertThat(units()).isEqualTo(3_000);
		assertThat(calls()).isEqualTo(1_000);
	}

	@Test
	void countsEveryEventOnceWhenRunnersAreStoppedAndStartedAtAnyTime() {
		ProjectionRunner runner = run(new UsageMeters());
		for (int i = 0; i < 30; i++) {
			append(40, new AuditEvent.Usage("auth.risk_evaluation", 1));
			runner.stop().block(JournalFixture.WITHIN);
			runner.start();
		}
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		assertThat(calls()).isEqualTo(1_200);
	}

	@Test
	void countsEveryEventOnceWhenItsConnectionsAreKilled() {
		run(new UsageMeters());
		for (int i = 0; i < 30; i++) {
			Flux.range(0, 40)
				.flatMap((call) -> this.fixture.journal
					.append(Events.billed(Events.TENANT, "auth.risk.evaluate",
							new AuditEvent.Usage("auth.risk_evaluation", 1)))
					.onErrorResume(JournalUnavailableException.class, (ex) -> Mono.empty()), 8)
				.then()
				.block(JournalFixture.WITHIN);
			this.postgres.texts("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'qnsp_system'");
		}
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		assertThat(calls()).isPositive().isEqualTo(this.postgres.count("SELECT count(*) FROM qnsp.audit_event"));
	}

	@Test
	void countsEveryEventOnceWithTwoInstances() {
		Queue<ProjectionAdvanced> first = new ConcurrentLinkedQueue<>();
		Queue<ProjectionAdvanced> second = new ConcurrentLinkedQueue<>();
		run(new Dying(new Random(5), new AtomicInteger())).listen(first::add);
		run(new UsageMeters()).listen(second::add);
		for (int i = 0; i < 20; i++) {
			append(50, new AuditEvent.Usage("auth.risk_evaluation", 2));
		}
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		assertThat(units()).isEqualTo(2_000);
		assertThat(calls()).isEqualTo(1_000);
		EventPosition end = last();
		JournalFixture.until(() -> first.stream().anyMatch((advanced) -> advanced.position().equals(end))
				&& second.stream().anyMatch((advanced) -> advanced.position().equals(end)));
	}

	private EventPosition last() {
		return EventPosition.parse(this.postgres
			.texts("SELECT xid::text || '-' || event_id FROM qnsp.audit_event ORDER BY xid DESC, event_id DESC LIMIT 1")
			.getFirst()).orElseThrow();
	}

	@Test
	void failingProjectionStopsNoOther() {
		AtomicInteger failures = new AtomicInteger();
		run(new Recording("failing", Set.of(), new ConcurrentLinkedQueue<>()) {
			@Override
			public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
				failures.incrementAndGet();
				throw new IllegalStateException("always");
			}
		}, new UsageMeters());
		append(100, new AuditEvent.Usage("auth.risk_evaluation", 1));
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME) && failures.get() > 2);
		assertThat(calls()).isEqualTo(100);
		assertThat(caughtUp("failing")).isFalse();
	}

	@Test
	void readsItsTypesOnlyAndPassesTheOthers() {
		Queue<JournalEntry> applied = new ConcurrentLinkedQueue<>();
		run(new Recording("policies", Set.of("auth.policy.create"), applied));
		append(120, null);
		this.fixture.journal.append(Events.of("auth.policy.create")).block(JournalFixture.WITHIN);
		append(30, null);
		JournalFixture.until(() -> caughtUp("policies"));
		assertThat(applied).extracting((entry) -> entry.event().eventType()).containsExactly("auth.policy.create");
	}

	@Test
	void appliesInCommitOrderWhatHappenedBeforeItWasAdded() {
		append(130, null);
		Queue<JournalEntry> applied = new ConcurrentLinkedQueue<>();
		run(new Recording("late", Set.of(), applied));
		JournalFixture.until(() -> caughtUp("late"));
		assertThat(applied).hasSize(130);
		assertThat(applied).extracting(JournalEntry::position).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void rebuildDerivesTheSameAgain() {
		ProjectionRunner runner = run(new UsageMeters());
		append(170, new AuditEvent.Usage("auth.risk_evaluation", 2));
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		this.postgres.execute("UPDATE qnsp.usage_meter SET units = 999999");
		runner.rebuild(UsageMeters.NAME).block(JournalFixture.WITHIN);
		append(10, new AuditEvent.Usage("auth.risk_evaluation", 2));
		JournalFixture.until(() -> caughtUp(UsageMeters.NAME));
		assertThat(units()).isEqualTo(360);
		StepVerifier.create(runner.rebuild("unknown"))
			.verifyErrorMessage("projection: unknown (expected: one of [usage-meters])");
	}

	/**
	 * Usage meters whose run dies before, or after it has written, now and then.
	 */
	private static final class Dying implements Projection {

		private final UsageMeters meters = new UsageMeters();

		private final Random random;

		private final AtomicInteger deaths;

		Dying(Random random, AtomicInteger deaths) {
			this.random = random;
			this.deaths = deaths;
		}

		@Override
		public String name() {
			return this.meters.name();
		}

		@Override
		public Set<String> eventTypes() {
			return this.meters.eventTypes();
		}

		@Override
		public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
			Mono<Void> work = this.meters.apply(entries, sql);
			return switch (this.random.nextInt(4)) {
				case 0 -> died();
				case 1 -> work.then(died());
				case 2 -> work.then(sql.query("SELECT 1 / 0").update()).then();
				default -> work;
			};
		}

		private Mono<Void> died() {
			return Mono.error(() -> new IllegalStateException("death " + this.deaths.incrementAndGet()));
		}

		@Override
		public Mono<Void> clear(Sql sql) {
			return this.meters.clear(sql);
		}

	}

	private static class Recording implements Projection {

		private final String name;

		private final Set<String> eventTypes;

		private final Queue<JournalEntry> applied;

		Recording(String name, Set<String> eventTypes, Queue<JournalEntry> applied) {
			this.name = name;
			this.eventTypes = eventTypes;
			this.applied = applied;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Set<String> eventTypes() {
			return this.eventTypes;
		}

		@Override
		public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
			return Mono.fromRunnable(() -> this.applied.addAll(entries));
		}

		@Override
		public Mono<Void> clear(Sql sql) {
			return Mono.fromRunnable(this.applied::clear);
		}

	}

}
