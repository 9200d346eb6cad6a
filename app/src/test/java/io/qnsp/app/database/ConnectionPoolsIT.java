package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.app.testing.TestDatabase;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import io.r2dbc.pool.PoolMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionPoolsIT {

	private static final UUID TENANT_A = UUID.fromString("0197a000-0000-7000-8000-0000000000aa");

	private static final UUID TENANT_B = UUID.fromString("0197a000-0000-7000-8000-0000000000bb");

	private static final UUID TENANT_C = UUID.fromString("0197a000-0000-7000-8000-0000000000cc");

	private static final List<UUID> TENANTS = List.of(TENANT_A, TENANT_B);

	private static final String BACKEND = "SELECT pg_backend_pid()::bigint";

	private static final String SEEN = """
			SELECT coalesce(string_agg(DISTINCT tenant_id::text, ','), '') FROM pool_probe
			""";

	private final AtomicInteger completed = new AtomicInteger();

	private ConnectionPools pools = TestServer.pools(Map.of("app-pool-size", "3"));

	private Sql sql = new Sql(this.pools.app(), Duration.ofSeconds(60));

	@BeforeAll
	static void createTable() throws SQLException {
		TestServer.migrated(TestServer.properties(Map.of()));
		TestServer.asOwner("CREATE TABLE pool_probe (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
				+ " tenant_id uuid NOT NULL, note text UNIQUE)", "CALL protect_tenant_table('pool_probe')");
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement()) {
			for (UUID tenant : TENANTS) {
				statement.execute(
						"INSERT INTO pool_probe (tenant_id) SELECT '%s' FROM generate_series(1, 5)".formatted(tenant));
			}
		}
	}

	@AfterAll
	static void dropTable() throws SQLException {
		TestServer.asOwner("DROP TABLE pool_probe");
	}

	@AfterEach
	void closePools() {
		this.pools.close();
	}

	private void usePools(Map<String, String> changes) {
		this.pools.close();
		this.pools = TestServer.pools(changes);
		this.sql = new Sql(this.pools.app(), TestServer.properties(changes).clientTimeout());
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void reusedConnectionsNeverShowAnotherTenant(long seed) {
		Random random = new Random(seed);
		Flux.range(0, 3000)
			.map((index) -> step(random))
			.flatMap((step) -> step, 24)
			.as(StepVerifier::create)
			.verifyComplete();
		assertThat(this.completed).hasValueGreaterThan(500);
		givesEveryConnectionBack();
	}

	private void givesEveryConnectionBack() {
		PoolMetrics metrics = this.pools.app().getMetrics().orElseThrow();
		Flux.interval(Duration.ofMillis(50))
			.takeUntil((tick) -> metrics.acquiredSize() == 0 && metrics.pendingAcquireSize() == 0)
			.as(StepVerifier::create)
			.thenConsumeWhile((tick) -> true)
			.expectComplete()
			.verify(Duration.ofSeconds(30));
	}

	/**
	 * One borrower, alone or in a transaction that commits or fails, who stays or gives
	 * up at any moment.
	 */
	private Mono<Void> step(Random random) {
		int who = random.nextInt(5);
		String expected = (who == 4) ? "" : TENANTS.get(who % 2).toString();
		Mono<Void> work = seesOnly(expected);
		Transactions transactions = new Transactions(this.pools.app());
		work = switch (random.nextInt(3)) {
			case 0 -> transactions.inTransaction(work.then(seesOnly(expected)));
			case 1 -> transactions.inTransaction(work.then(Mono.<Void>error(new IllegalStateException("rolled back"))))
				.onErrorComplete(IllegalStateException.class);
			default -> work;
		};
		work = (who == 4) ? work : work.contextWrite(TenantContext.with(TENANTS.get(who % 2)));
		return random.nextBoolean() ? work
				: Mono.firstWithSignal(work, Mono.delay(Duration.ofNanos(random.nextInt(3_000_000))).then());
	}

	private Mono<Void> seesOnly(String expected) {
		return this.sql.query(SEEN).one(TestRows::text).doOnNext((seen) -> {
			assertThat(seen).isEqualTo(expected);
			this.completed.incrementAndGet();
		}).then();
	}

	@Test
	void tenantOfARolledBackTransactionDoesNotStay() {
		usePools(Map.of("app-pool-size", "1"));
		Transactions transactions = new Transactions(this.pools.app());
		Mono<Void> failing = transactions.inTransaction(
				seesOnly(TENANT_A.toString()).then(Mono.<Void>error(new IllegalStateException("rolled back"))));
		StepVerifier.create(failing.contextWrite(TenantContext.with(TENANT_A)))
			.verifyError(IllegalStateException.class);
		StepVerifier.create(seesOnly("")).verifyComplete();
		StepVerifier.create(seesOnly(TENANT_B.toString()).contextWrite(TenantContext.with(TENANT_B))).verifyComplete();
	}

	@Test
	void savesTheRoundTripForTheSameTenantAndSetsItForAnother() {
		usePools(Map.of("app-pool-size", "1"));
		// What the session is really set to, without a policy in between.
		String setting = "SELECT coalesce(current_setting('qnsp.tenant', true), '')";
		for (UUID tenant : List.of(TENANT_A, TENANT_A, TENANT_B, TENANT_A)) {
			StepVerifier.create(this.sql.query(setting).one(TestRows::text).contextWrite(TenantContext.with(tenant)))
				.expectNext(tenant.toString())
				.verifyComplete();
		}
		StepVerifier.create(this.sql.query(setting).one(TestRows::text)).expectNext("").verifyComplete();
	}

	@Test
	void systemPoolSeesEveryTenantWhateverTheContext() {
		Sql system = new Sql(this.pools.system(), Duration.ofSeconds(10));
		StepVerifier.create(system.query(SEEN).one(TestRows::text).contextWrite(TenantContext.with(TENANT_A)))
			.assertNext((seen) -> assertThat(seen).contains(TENANT_A.toString(), TENANT_B.toString()))
			.verifyComplete();
	}

	@Test
	void abandonedStatementRunsToItsEndAndGivesItsConnectionBack() {
		usePools(Map.of("app-pool-size", "1"));
		Mono<Long> insert = this.sql.query("INSERT INTO pool_probe (tenant_id) SELECT :tenant FROM pg_sleep(0.5)")
			.bind("tenant", TENANT_C)
			.update();
		giveUp(insert.contextWrite(TenantContext.with(TENANT_C)));
		StepVerifier
			.create(this.sql.query("SELECT count(*) FROM pool_probe")
				.one(TestRows::number)
				.contextWrite(TenantContext.with(TENANT_C)))
			.expectNext(1L)
			.verifyComplete();
	}

	@Test
	void connectionWhoseStatementWasCancelledIsHandedOnAfterItHasAnswered() {
		usePools(Map.of("app-pool-size", "1"));
		long backend = backend();
		giveUp(DatabaseClient.create(this.pools.app()).sql("SELECT pg_sleep(0.7)").fetch().rowsUpdated());
		assertThat(backend()).isEqualTo(backend);
	}

	@Test
	void connectionThatDoesNotAnswerIsReplaced() {
		usePools(Map.of("app-pool-size", "1", "statement-timeout", "200ms", "acquire-timeout", "3s"));
		long backend = backend();
		// The session's own setting makes the next statement outlive the server's limit,
		// as an answer does that the driver has lost.
		StepVerifier.create(this.sql.query("SELECT set_config('statement_timeout', '0', false)").update())
			.expectNextCount(1)
			.verifyComplete();
		StepVerifier.create(this.sql.query("SELECT pg_sleep(60)").update())
			.expectErrorSatisfies(ConnectionPoolsIT::isUnavailable)
			.verify(Duration.ofSeconds(10));
		assertThat(backend()).isNotEqualTo(backend);
	}

	private long backend() {
		Long backend = this.sql.query(BACKEND).one(TestRows::number).block(Duration.ofSeconds(10));
		return (backend != null) ? backend : -1;
	}

	private static void giveUp(Mono<?> work) {
		Disposable running = work.subscribe();
		StepVerifier.create(Mono.delay(Duration.ofMillis(150))).expectNextCount(1).verifyComplete();
		running.dispose();
	}

	@Test
	void connectionsThatTheServerClosedAreNotHandedOut() throws SQLException {
		StepVerifier.create(Flux.range(0, 12).flatMap((index) -> this.sql.query(BACKEND).one(TestRows::number)))
			.expectNextCount(12)
			.verifyComplete();
		try (Connection connection = TestDatabase.dataSource("postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
					+ " WHERE usename = 'qnsp_app' AND application_name = 'qnsp_app'");
		}
		StepVerifier.create(Flux.range(0, 12).flatMap((index) -> this.sql.query(BACKEND).one(TestRows::number)))
			.expectNextCount(12)
			.verifyComplete();
	}

	@Test
	void refusesWithUnavailableWhenNoConnectionIsFreeInTime() {
		usePools(Map.of("app-pool-size", "1", "acquire-timeout", "300ms"));
		Disposable holder = this.sql.query("SELECT pg_sleep(2)").update().subscribe();
		StepVerifier.create(Mono.delay(Duration.ofMillis(200)).then(this.sql.query(BACKEND).one(TestRows::number)))
			.verifyErrorSatisfies(ConnectionPoolsIT::isUnavailable);
		StepVerifier.create(new Transactions(this.pools.app()).inTransaction(Mono.just("never")))
			.verifyErrorSatisfies(ConnectionPoolsIT::isUnavailable);
		holder.dispose();
	}

	@Test
	void refusesAtOnceWhenTooManyWait() {
		usePools(Map.of("app-pool-size", "1", "max-waiting", "2"));
		StepVerifier.create(Flux.range(0, 20)
			.flatMap((index) -> this.sql.query("SELECT pg_sleep(0.2)").update().onErrorResume((ex) -> {
				isUnavailable(ex);
				return Mono.just(-1L);
			}), 20)
			.filter((rows) -> rows == -1)
			.count()).assertNext((refused) -> assertThat(refused).isGreaterThanOrEqualTo(15)).verifyComplete();
	}

	@Test
	void statementBeyondItsTimeIsCancelledByTheServer() {
		usePools(Map.of("statement-timeout", "300ms"));
		StepVerifier.create(this.sql.query("SELECT pg_sleep(20)").update())
			.expectErrorSatisfies(ConnectionPoolsIT::isUnavailable)
			.verify(Duration.ofSeconds(3));
	}

	@Test
	void waitingForALockEndsAsUnavailable() {
		usePools(Map.of("lock-timeout", "200ms", "app-pool-size", "2"));
		Transactions transactions = new Transactions(this.pools.app());
		Mono<Long> lock = this.sql.query("SELECT 1 FROM pool_probe WHERE tenant_id = :tenant FOR UPDATE")
			.bind("tenant", TENANT_A)
			.update();
		Mono<Void> second = transactions.inTransaction(lock).then();
		Mono<Void> both = transactions.inTransaction(lock.then(withoutTransaction(second)));
		StepVerifier.create(both.contextWrite(TenantContext.with(TENANT_A)))
			.verifyErrorSatisfies(ConnectionPoolsIT::isUnavailable);
	}

	/**
	 * Runs on a chain of its own, so that it gets another connection.
	 */
	private static Mono<Void> withoutTransaction(Mono<Void> work) {
		return Mono.fromFuture(() -> work.contextWrite(TenantContext.with(TENANT_A)).toFuture());
	}

	@Test
	void refusedStatementIsNotUnavailable() {
		Mono<Long> duplicate = this.sql.query("INSERT INTO pool_probe (tenant_id, note) VALUES (:tenant, 'same')")
			.bind("tenant", TENANT_A)
			.update();
		StepVerifier
			.create(new Transactions(this.pools.app()).inTransaction(duplicate.then(duplicate))
				.contextWrite(TenantContext.with(TENANT_A)))
			.verifyError(DataIntegrityViolationException.class);
	}

	private static void isUnavailable(Throwable error) {
		assertThat(error)
			.isInstanceOfSatisfying(QnspException.class,
					(ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
			.hasMessage("The database does not answer");
	}

}
