package io.qnsp.core.journal;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTailTests {

	private TestPostgres postgres;

	private JournalFixture fixture;

	private final Queue<JournalEntry> seen = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
		this.fixture.tail.listen(this.seen::addAll);
		this.fixture.tail.start();
		this.fixture.tail.ready().block(JournalFixture.WITHIN);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	/**
	 * The classic race: transactions take their ids in one order and commit in another.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void showsEveryCommittedEventOnceInOrderWhileTransactionsCommitOutOfOrder(long seed) {
		Random random = new Random(seed);
		List<UUID> committed = Collections.synchronizedList(new ArrayList<>());
		Flux.range(0, 400)
			.map((i) -> transaction(1 + random.nextInt(3), random.nextInt(60), random.nextInt(10) == 0, committed))
			.flatMap((transaction) -> transaction, 20)
			.then()
			.block(JournalFixture.WITHIN);
		JournalFixture.until(() -> this.seen.size() >= committed.size());
		assertThat(this.seen).extracting((entry) -> entry.event().eventId())
			.containsExactlyInAnyOrderElementsOf(committed);
		List<EventPosition> positions = this.seen.stream().map(JournalEntry::position).toList();
		assertThat(positions).isSorted().doesNotHaveDuplicates();
		assertThat(this.fixture.tail.position()).isEqualTo(positions.getLast());
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isEqualTo(committed.size());
	}

	private Mono<Void> transaction(int size, int millis, boolean rollBack, List<UUID> committed) {
		List<AuditEvent> events = Stream.generate(() -> Events.of("auth.policy.create")).limit(size).toList();
		Mono<Void> work = Flux.fromIterable(events)
			.concatMap((event) -> this.fixture.journal.appendInTransaction(event)
				.then(Mono.delay(Duration.ofMillis(millis)).then()))
			.then(rollBack ? Mono.error(new IllegalStateException("rolled back")) : Mono.empty());
		return this.fixture.transactions.inTransaction(work)
			.doOnSuccess((done) -> events.forEach((event) -> committed.add(event.eventId())))
			.onErrorResume(IllegalStateException.class, (ex) -> Mono.empty());
	}

	@Test
	void waitsForAnOlderTransactionThatHasNotEnded() throws Exception {
		try (Connection older = this.postgres.superuser()) {
			older.setAutoCommit(false);
			older.createStatement().execute("SELECT pg_current_xact_id()");
			this.fixture.journal.append(Events.of("auth.risk.evaluate")).block(JournalFixture.WITHIN);
			JournalFixture
				.until(() -> this.fixture.meters.get("qnsp.journal.lag").timeGauge().value(TimeUnit.MILLISECONDS) > 0);
			assertThat(this.seen).isEmpty();
			older.rollback();
		}
		JournalFixture.until(() -> this.seen.size() == 1);
		JournalFixture
			.until(() -> this.fixture.meters.get("qnsp.journal.lag").timeGauge().value(TimeUnit.MILLISECONDS) == 0);
	}

	@Test
	void listenerThatThrowsStopsNeitherTheTailNorOthers() {
		Queue<JournalEntry> after = new ConcurrentLinkedQueue<>();
		this.fixture.tail.listen((entries) -> {
			throw new AssertionError("a listener's fault");
		});
		this.fixture.tail.listen(after::addAll);
		this.fixture.journal.append(Events.of("auth.risk.one")).block(JournalFixture.WITHIN);
		JournalFixture.until(() -> after.size() == 1);
		this.fixture.journal.append(Events.of("auth.risk.two")).block(JournalFixture.WITHIN);
		JournalFixture.until(() -> after.size() == 2);
		assertThat(this.seen).hasSize(2);
	}

	@Test
	void wakeUpBringsAnEventSoonerThanThePoll() throws InterruptedException {
		CountDownLatch arrived = new CountDownLatch(200);
		this.fixture.tail.listen((entries) -> entries.forEach((entry) -> arrived.countDown()));
		long start = System.nanoTime();
		Flux.range(0, 200)
			.concatMap((i) -> this.fixture.journal.append(Events.of("auth.risk.evaluate"))
				.then(Mono.defer(() -> awaitSeen(i + 1))))
			.then()
			.block(JournalFixture.WITHIN);
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		// By polls alone, one after the other would take 200 times 12.5 ms on average.
		System.out.printf("append to listener: %.2f ms on average%n", (System.nanoTime() - start) / 200 / 1e6);
	}

	private Mono<Void> awaitSeen(int size) {
		return Flux.interval(Duration.ZERO, Duration.ofMillis(1)).any((tick) -> this.seen.size() >= size).then();
	}

	@Test
	void goesOnWithoutAGapAfterItWasStopped() {
		this.fixture.journal.append(Events.of("auth.risk.one")).block(JournalFixture.WITHIN);
		JournalFixture.until(() -> this.seen.size() == 1);
		this.fixture.tail.stop();
		this.fixture.journal.append(Events.of("auth.risk.two")).block(JournalFixture.WITHIN);
		this.fixture.tail.start();
		JournalFixture.until(() -> this.seen.size() == 2);
		assertThat(this.seen).extracting((entry) -> entry.event().eventType())
			.containsExactly("auth.risk.one", "auth.risk.two");
	}

	/**
	 * Four feeders that repeat themselves, leave things out and overlap, while
	 * transactions commit out of order and the tail reads beside.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void showsEveryEventOnceInOrderHoweverItIsFed(long seed) {
		Random random = new Random(seed);
		List<UUID> committed = Collections.synchronizedList(new ArrayList<>());
		Disposable feeding = Flux.range(0, 4).flatMap((feeder) -> feed(new Random(seed * 31 + feeder)), 4).subscribe();
		Flux.range(0, 400)
			.map((i) -> transaction(1 + random.nextInt(3), random.nextInt(20), random.nextInt(10) == 0, committed))
			.flatMap((transaction) -> transaction, 20)
			.then()
			.block(JournalFixture.WITHIN);
		JournalFixture.until(() -> this.seen.size() >= committed.size());
		feeding.dispose();
		assertThat(this.seen).extracting((entry) -> entry.event().eventId())
			.containsExactlyInAnyOrderElementsOf(committed);
		assertThat(this.seen.stream().map(JournalEntry::position).toList()).isSorted().doesNotHaveDuplicates();
		assertThat(this.fixture.meters.counter("qnsp.journal.events.fed").count()).isPositive();
	}

	private Flux<Long> feed(Random random) {
		EventPosition[] from = { this.fixture.tail.position() };
		return Flux.interval(Duration.ofMillis(3))
			.onBackpressureDrop()
			.concatMap((tick) -> this.fixture.reader.after(from[0], 1 + random.nextInt(30)).map((entries) -> {
				this.fixture.tail.feed(from[0], entries);
				if (!entries.isEmpty() && random.nextInt(3) > 0) {
					from[0] = entries.get(random.nextInt(entries.size())).position();
				}
				return tick;
			}), 1);
	}

	@Test
	void aFedTailHandsOverWithoutReading() {
		this.fixture.tail.stop();
		EventPosition begin = this.fixture.tail.position();
		List<JournalEntry> made = Stream.iterate(1, (i) -> i + 1)
			.limit(1_000)
			.map((i) -> new JournalEntry(new EventPosition(begin.xid() + i, new UUID(2, i)),
					Events.of("auth.risk.one")))
			.toList();
		this.fixture.tail.feed(begin, made.subList(0, 600));
		this.fixture.tail.feed(begin, made.subList(0, 700));
		this.fixture.tail.feed(made.get(699).position(), made.subList(700, 1_000));
		this.fixture.tail.start();
		// None of them is in the database.
		JournalFixture.until(() -> this.seen.size() == 1_000);
		assertThat(this.seen).containsExactlyElementsOf(made);
		assertThat(this.fixture.tail.isFed()).isTrue();
		assertThat(this.fixture.meters.counter("qnsp.journal.events.fed").count()).isEqualTo(1_000);
	}

	@Test
	void aTailThatIsFedLeavesTheDatabaseAloneUntilSomethingIsMissing() {
		Disposable signs = Flux.interval(Duration.ZERO, Duration.ofMillis(100))
			.doOnNext((tick) -> this.fixture.tail.feed(this.fixture.tail.position(), List.of()))
			.subscribe();
		JournalFixture.until(this.fixture.tail::isFed);
		long start = System.nanoTime();
		int events = 5;
		for (int i = 1; i <= events; i++) {
			int count = i;
			this.fixture.journal.append(Events.of("auth.risk.one")).block(JournalFixture.WITHIN);
			JournalFixture.until(() -> this.seen.size() == count);
		}
		// Unfed, each comes within milliseconds; fed with nothing, when the second is
		// over.
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(3_000));
		signs.dispose();
		this.fixture.journal.append(Events.of("auth.risk.two")).block(JournalFixture.WITHIN);
		this.fixture.tail.feed(new EventPosition(Long.MAX_VALUE, new UUID(0, 0)), List.of());
		long told = System.nanoTime();
		JournalFixture.until(() -> this.seen.size() == events + 1);
		assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofMillis(600));
	}

	@Test
	void whoeverListensIsWokenByAnAppend() {
		CountDownLatch woken = new CountDownLatch(1);
		Disposable listening = this.fixture.tail.onWake(woken::countDown);
		this.fixture.journal.append(Events.of("auth.risk.one")).block(JournalFixture.WITHIN);
		JournalFixture.until(() -> woken.getCount() == 0);
		listening.dispose();
	}

}
