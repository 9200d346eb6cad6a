package io.qnsp.core.sql;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Events;
import io.qnsp.core.journal.JournalFixture;
import io.qnsp.core.journal.JournalSettings;
import io.qnsp.core.journal.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionsTests {

	private TestPostgres postgres;

	private JournalFixture fixture;

	private Sql sql;

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.postgres.execute("CREATE TABLE qnsp.tx_test (half int, number int)",
				"GRANT ALL ON qnsp.tx_test TO qnsp_system");
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
		this.sql = this.postgres.system();
	}

	@AfterEach
	void stop() {
		this.fixture.close();
		this.postgres.execute("DROP TABLE qnsp.tx_test");
	}

	private Mono<Long> insert(int half, int number) {
		return this.sql.query("INSERT INTO tx_test VALUES (:half, :number)")
			.bind("half", half)
			.bind("number", number)
			.update();
	}

	private Mono<Long> bothHalves(int number) {
		return this.fixture.systemTransactions
			.inTransaction(insert(1, number).then(Mono.defer(() -> insert(2, number))));
	}

	/**
	 * Callers that go away, as HTTP clients do, must neither tear a transaction nor leave
	 * one open on a connection that others get.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void cancelledCallersTearNoTransactionAndLoseNobodysEvents(long seed) {
		Random random = new Random(seed);
		Set<String> confirmed = ConcurrentHashMap.newKeySet();
		AtomicInteger events = new AtomicInteger();
		AtomicBoolean ended = new AtomicBoolean();
		Mono<Void> cancelling = Flux.range(0, 1_500)
			.flatMap((number) -> bothHalves(number).take(Duration.ofNanos(random.nextInt(6_000_000))), 5)
			.then()
			.doFinally((end) -> ended.set(true));
		Mono<Void> appending = Flux.range(0, 3_000).concatMap((i) -> {
			AuditEvent event = Events.of("auth.risk.evaluate");
			return this.fixture.journal.append(event)
				.doOnSuccess((done) -> confirmed.add(event.eventId().toString()))
				.doOnTerminate(events::incrementAndGet)
				.thenReturn(i);
			// At least one, however slow the first is.
		}).takeUntil((i) -> ended.get()).then();
		Mono.when(cancelling, appending).block(JournalFixture.WITHIN);
		JournalFixture.until(() -> this.postgres.count("""
				SELECT count(*) FROM pg_stat_activity WHERE usename = 'qnsp_system' AND state <> 'idle'
				""") == 0);
		assertThat(this.postgres.texts("SELECT number FROM qnsp.tx_test GROUP BY number HAVING count(*) <> 2"))
			.as("torn transactions")
			.isEmpty();
		assertThat(events).hasPositiveValue();
		assertThat(this.postgres.texts("SELECT event_id FROM qnsp.audit_event")).containsAll(confirmed);
	}

	@Test
	void errorRollsBack() {
		StepVerifier
			.create(this.fixture.systemTransactions
				.inTransaction(insert(1, 1).then(Mono.error(new IllegalStateException("no")))))
			.verifyErrorMessage("no");
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.tx_test")).isZero();
	}

	@Test
	void innerTransactionIsPartOfTheOuterOne() {
		StepVerifier
			.create(this.fixture.systemTransactions
				.inTransaction(bothHalves(1).then(Mono.error(new IllegalStateException("no")))))
			.verifyErrorMessage("no");
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.tx_test")).isZero();
	}

	@Test
	void workSeesTheCallersContext() {
		StepVerifier
			.create(this.fixture.systemTransactions
				.inTransaction(Mono.deferContextual((context) -> Mono.just(context.<String>get("key"))))
				.contextWrite((context) -> context.put("key", "value")))
			.expectNext("value")
			.verifyComplete();
	}

}
