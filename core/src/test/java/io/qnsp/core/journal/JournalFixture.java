package io.qnsp.core.journal;

import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.r2dbc.pool.ConnectionPool;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal of one test, on a real database.
 */
public final class JournalFixture implements AutoCloseable {

	public static final Duration WITHIN = Duration.ofSeconds(30);

	public final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	public final TestPostgres postgres;

	public final ConnectionPool tenantPool;

	public final Sql tenant;

	public final Transactions transactions;

	public final Transactions systemTransactions;

	public final JournalReader reader;

	public final JournalTail tail;

	public final Journal journal;

	public JournalFixture(TestPostgres postgres, JournalSettings settings) {
		this(postgres, settings, Events.TENANT);
	}

	public JournalFixture(TestPostgres postgres, JournalSettings settings, UUID tenantId) {
		JsonMapper json = JsonMapper.builder().build();
		this.postgres = postgres;
		this.tenantPool = postgres.tenantPool(tenantId, 24);
		this.tenant = new Sql(this.tenantPool, Duration.ofSeconds(10));
		this.transactions = new Transactions(this.tenantPool);
		this.systemTransactions = new Transactions(postgres.systemPool());
		this.reader = new JournalReader(postgres.system(), this.tenant, json);
		this.tail = new JournalTail(this.reader, this.meters);
		this.journal = new Journal(postgres.system(), this.tenant, json, settings, this.tail::wake, this.meters);
		this.journal.start();
	}

	/**
	 * Looks again and again, on the test's own thread, until the condition holds.
	 * @param condition what is awaited
	 */
	public static void until(BooleanSupplier condition) {
		Awaitility.await()
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(WITHIN)
			.until(condition::getAsBoolean);
	}

	@Override
	public void close() {
		this.tail.stop();
		this.journal.stop().block(WITHIN);
		this.tenantPool.dispose();
	}

}
