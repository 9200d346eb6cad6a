package io.qnsp.core.journal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTests {

	private static final String LOCK = "LOCK TABLE qnsp.audit_event IN ACCESS EXCLUSIVE MODE";

	private TestPostgres postgres;

	private JournalFixture fixture;

	@BeforeEach
	void startEmpty() {
		this.postgres = TestPostgres.shared();
		start(JournalSettings.DEFAULT);
	}

	private void start(JournalSettings settings) {
		stop();
		this.fixture = new JournalFixture(this.postgres, settings);
	}

	@AfterEach
	void stop() {
		if (this.fixture != null) {
			this.fixture.close();
		}
	}

	@Test
	void anEventWhoseDetailCannotBeReadIsStillDelivered() {
		AuditEvent event = Events.withDetail(Map.of("number", new BigInteger("9".repeat(900))));
		this.fixture.journal.append(event).block(JournalFixture.WITHIN);
		JsonMapper strict = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(100).build())
				.build())
			.build();
		List<JournalEntry> entries = new JournalReader(this.postgres.system(), this.fixture.tenant, strict)
			.after(EventPosition.START, 10)
			.block(JournalFixture.WITHIN);
		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.event().eventId()).isEqualTo(event.eventId());
			assertThat(entry.event().detail()).isEqualTo(Map.of("unreadable", true));
		});
	}

	@Test
	void aNumberThatReadersOfJsonWouldRoundIsGivenAsText() {
		this.fixture.journal
			.append(Events
				.withDetail(Map.of("large", 9_007_199_254_740_993L, "long", new BigDecimal("0.12345678901234567890"),
						"nested", Map.of("list", List.of(1, new BigInteger("123456789012345678901"))), "small", 7,
						"exact", new BigDecimal("0.1"))))
			.block(JournalFixture.WITHIN);
		List<JournalEntry> entries = this.fixture.reader.after(EventPosition.START, 10).block(JournalFixture.WITHIN);
		assertThat(entries).singleElement()
			.satisfies((entry) -> assertThat(entry.event().detail())
				.isEqualTo(Map.of("large", "9007199254740993", "long", "0.12345678901234567890", "nested",
						Map.of("list", List.of(1, "123456789012345678901")), "small", 7, "exact", 0.1)));
	}

	@Test
	void runsOnADurableDatabase() {
		assertThat(this.postgres.texts("SHOW fsync")).containsExactly("on");
		assertThat(this.postgres.texts("SHOW synchronous_commit")).containsExactly("on");
	}

	@Test
	void writesEveryConcurrentlyAppendedEventOnce() {
		List<AuditEvent> events = IntStream.range(0, 5_000).mapToObj((i) -> Events.of("auth.risk.evaluate")).toList();
		Flux.fromIterable(events)
			.flatMap((event) -> this.fixture.journal.append(event).subscribeOn(Schedulers.parallel()), 256)
			.then()
			.block(JournalFixture.WITHIN);
		assertThat(this.postgres.texts("SELECT event_id FROM qnsp.audit_event ORDER BY event_id"))
			.containsExactlyElementsOf(events.stream().map((event) -> event.eventId().toString()).sorted().toList());
		assertThat(this.fixture.meters.counter("qnsp.journal.events.appended", "path", "batch").count())
			.isEqualTo(5_000);
		assertThat(this.fixture.meters.get("qnsp.journal.batch.size").summary().count()).isLessThan(2_500);
	}

	@Test
	void confirmsOnlyAfterTheCommit() {
		this.postgres.executeAs("qnsp_owner", """
				CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql
					AS $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$
				""", """
				CREATE CONSTRAINT TRIGGER refuse_at_commit AFTER INSERT ON audit_event
				DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW WHEN (NEW.action = 'refused') EXECUTE FUNCTION refuse_at_commit()
				""");
		try {
			StepVerifier.create(this.fixture.journal.append(Events.withAction("refused")))
				.verifyError(JournalUnavailableException.class);
			assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isZero();
		}
		finally {
			this.postgres.executeAs("qnsp_owner", "DROP FUNCTION refuse_at_commit CASCADE");
		}
	}

	@Test
	void eventThatTheTableRefusesFailsAlone() {
		AuditEvent poison = Events.withDetail(Map.of("huge", new BigDecimal("1E+200000")));
		List<Mono<Boolean>> calls = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			AuditEvent event = (i % 100 == 50) ? poison : Events.of("auth.risk.evaluate");
			calls.add(this.fixture.journal.append(event)
				.thenReturn(true)
				.onErrorResume(JournalUnavailableException.class, (ex) -> Mono.just(event != poison)));
		}
		List<Boolean> confirmedUnlessPoison = Flux.mergeSequential(calls, 300, 1)
			.collectList()
			.block(JournalFixture.WITHIN);
		for (int i = 0; i < 300; i++) {
			assertThat(confirmedUnlessPoison.get(i)).as("call %d", i).isEqualTo(i % 100 != 50);
		}
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isEqualTo(297);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nul\0", "lone high \ud800", "\udc00 lone low", "\ud83d\ude00 pair", "\\u0000 as text",
			"\\", "quote\"", "control\u0001\u001f" })
	void takesAnyText(String text) {
		this.fixture.journal.append(Events.withTexts(text)).block(JournalFixture.WITHIN);
		String stored = SafeText.text(text, EventRow.ID);
		AuditEvent read = this.fixture.reader.page(Events.TENANT, JournalFilter.ALL, null, 10)
			.block(JournalFixture.WITHIN)
			.getFirst()
			.event();
		assertThat(read.actor().id()).isEqualTo(stored);
		assertThat(read.context().userAgent()).isEqualTo(stored);
		assertThat(read.detail()).isEqualTo(Map.of(stored, stored));
	}

	@Test
	void cutsTextsAndLeavesOutADetailThatIsTooLarge() {
		String megabyte = "\ud83d\ude00x".repeat(350_000);
		this.fixture.journal.append(Events.withTexts(megabyte)).block(JournalFixture.WITHIN);
		assertThat(this.postgres.texts("SELECT detail FROM qnsp.audit_event").getFirst())
			.startsWith("{\"detailOmittedBytes\":");
		assertThat(this.postgres.count("SELECT char_length(resource_id) FROM qnsp.audit_event")).isBetween(300L,
				(long) EventRow.ID);
	}

	@Test
	void refusesAtOnceWhenTheQueueIsFull() throws Exception {
		start(new JournalSettings(10, 2, 50, Duration.ofSeconds(20)));
		AtomicInteger confirmed = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		try (Connection blocker = this.postgres.superuser()) {
			blocker.setAutoCommit(false);
			blocker.createStatement().execute(LOCK);
			for (int i = 0; i < 200; i++) {
				this.fixture.journal.append(Events.of("auth.risk.evaluate"))
					.subscribe(null, (ex) -> refused.incrementAndGet(), confirmed::incrementAndGet);
			}
			// Two writers took one event each, 50 wait.
			assertThat(refused).hasValue(148);
			assertThat(confirmed).hasValue(0);
			assertThat(this.fixture.meters.get("qnsp.journal.queue.depth").gauge().value()).isEqualTo(50);
			blocker.rollback();
		}
		this.fixture.journal.stop().block(JournalFixture.WITHIN);
		assertThat(confirmed).hasValue(52);
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isEqualTo(52);
	}

	@Test
	void failsAtTheDeadlineWhenTheTableIsBlockedAndRecoversByItself() throws Exception {
		start(new JournalSettings(100, 2, 1_000, Duration.ofMillis(500)));
		try (Connection blocker = this.postgres.superuser()) {
			blocker.setAutoCommit(false);
			blocker.createStatement().execute(LOCK);
			Flux<Boolean> calls = Flux.range(0, 50)
				.flatMap((i) -> this.fixture.journal.append(Events.of("auth.risk.evaluate"))
					.thenReturn(true)
					.onErrorResume(JournalUnavailableException.class, (ex) -> Mono.just(false)), 50);
			Duration took = StepVerifier.create(calls.all((confirmed) -> !confirmed)).expectNext(true).verifyComplete();
			assertThat(took).isBetween(Duration.ofMillis(400), Duration.ofSeconds(2));
			blocker.rollback();
		}
		this.fixture.journal.append(Events.of("auth.risk.recovered")).retry(20).block(JournalFixture.WITHIN);
		assertThat(
				this.postgres.count("SELECT count(*) FROM qnsp.audit_event WHERE event_type = 'auth.risk.recovered'"))
			.isPositive();
	}

	@Test
	void cancelledCallDoesNotBreakItsBatch() throws Exception {
		AtomicInteger confirmed = new AtomicInteger();
		try (Connection blocker = this.postgres.superuser()) {
			blocker.setAutoCommit(false);
			blocker.createStatement().execute(LOCK);
			List<Disposable> calls = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				calls.add(this.fixture.journal.append(Events.of("auth.risk.evaluate"))
					.subscribe(null, null, confirmed::incrementAndGet));
			}
			for (int i = 0; i < 100; i += 2) {
				calls.get(i).dispose();
			}
			blocker.rollback();
		}
		this.fixture.journal.stop().block(JournalFixture.WITHIN);
		assertThat(confirmed).hasValue(50);
		// The first one was on its way when it was cancelled.
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isBetween(50L, 51L);
	}

	@Test
	void refusesEventsBeforeTheStartAndAfterTheStop() {
		this.fixture.journal.stop().block(JournalFixture.WITHIN);
		StepVerifier.create(this.fixture.journal.append(Events.of("auth.risk.evaluate")))
			.verifyErrorMessage("The journal is not running");
	}

	@Test
	void failsEveryCallWhenAPartitionIsMissingUntilItIsMade() {
		this.postgres.texts("""
				SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'qnsp.audit_event'::regclass
				""").forEach((partition) -> this.postgres.execute("DROP TABLE " + partition));
		StepVerifier.create(this.fixture.journal.append(Events.of("auth.risk.evaluate")))
			.verifyError(JournalUnavailableException.class);
		new JournalPartitions(this.postgres.system()).prepare().block(JournalFixture.WITHIN);
		this.fixture.journal.append(Events.of("auth.risk.evaluate")).block(JournalFixture.WITHIN);
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isOne();
	}

}
