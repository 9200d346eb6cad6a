package io.qnsp.core.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalSchemaTests {

	private static final String PARTITIONS = """
			SELECT inhrelid::regclass::text FROM pg_inherits
			WHERE inhparent = 'qnsp.audit_event'::regclass ORDER BY 1
			""";

	private TestPostgres postgres;

	private JournalFixture fixture;

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE audit_event SET outcome = 'success'", "DELETE FROM audit_event",
			"TRUNCATE audit_event", "SELECT * FROM %s", "INSERT INTO %s (event_id) VALUES (gen_random_uuid())",
			"DROP TABLE %s", "ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY",
			"INSERT INTO audit_event (xid) VALUES ('3')", "INSERT INTO audit_event (recorded_at) VALUES (now())" })
	void neitherRoleCanChangeOrForgeEvents(String statement) {
		this.fixture.journal.append(Events.of("auth.risk.evaluate")).block(JournalFixture.WITHIN);
		String partition = this.postgres.texts(PARTITIONS).getFirst().replace("qnsp.", "");
		for (Sql sql : List.of(this.fixture.tenant, this.postgres.system())) {
			StepVerifier.create(sql.query(statement.formatted(partition)).update())
				.expectErrorMatches((ex) -> DataFaults.reason(ex).contains("[42501]"))
				.verify(JournalFixture.WITHIN);
		}
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event WHERE outcome = 'success'")).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT create_audit_partitions(1)", "SELECT * FROM projection_cursor",
			"INSERT INTO usage_meter VALUES (qnsp_current_tenant(), 'x', date_trunc('hour', now(), 'UTC'), 1, 1)",
			"UPDATE usage_meter SET units = 1", "DELETE FROM usage_meter" })
	void applicationRoleHasNoPartInTheUpkeep(String statement) {
		StepVerifier.create(this.fixture.tenant.query(statement).update())
			.expectErrorMatches((ex) -> DataFaults.reason(ex).contains("[42501]"))
			.verify(JournalFixture.WITHIN);
	}

	@Test
	void applicationRoleSeesNothingWithoutATenantAndOnlyItsOwnWithOne() throws Exception {
		Flux.just(Events.TENANT, Events.OTHER_TENANT, Events.OTHER_TENANT)
			.concatMap((tenant) -> this.fixture.journal.append(Events.of(tenant, "auth.risk.evaluate")))
			.then()
			.block(JournalFixture.WITHIN);
		this.postgres.execute("INSERT INTO qnsp.usage_meter VALUES ('" + Events.OTHER_TENANT
				+ "', 'op', date_trunc('hour', now(), 'UTC'), 1, 1)");
		assertThat(rowsSeen("audit_event", null)).isZero();
		assertThat(rowsSeen("audit_event", Events.TENANT)).isOne();
		assertThat(rowsSeen("audit_event", Events.OTHER_TENANT)).isEqualTo(2);
		assertThat(rowsSeen("usage_meter", null)).isZero();
		assertThat(rowsSeen("usage_meter", Events.TENANT)).isZero();
		assertThat(rowsSeen("usage_meter", Events.OTHER_TENANT)).isOne();
	}

	private long rowsSeen(String table, UUID tenant) throws Exception {
		try (Connection connection = DriverManager.getConnection(this.postgres.url("qnsp_app"))) {
			if (tenant != null) {
				connection.createStatement().execute("SET qnsp.tenant = '" + tenant + "'");
			}
			var rows = connection.createStatement().executeQuery("SELECT count(*) FROM " + table);
			rows.next();
			return rows.getLong(1);
		}
	}

	@Test
	void makesThisMonthAndThreeMoreOnceHoweverManyAsk() {
		this.postgres.texts(PARTITIONS).forEach((partition) -> this.postgres.execute("DROP TABLE " + partition));
		JournalPartitions partitions = new JournalPartitions(this.postgres.system());
		Integer made = Flux.range(0, 8)
			.flatMap((i) -> partitions.ensure(), 8)
			.reduce(Integer::sum)
			.block(JournalFixture.WITHIN);
		assertThat(made).isEqualTo(4);
		assertThat(this.postgres.texts(PARTITIONS)).isEqualTo(this.postgres.texts("""
				SELECT 'qnsp.audit_event_' || to_char(now() AT TIME ZONE 'UTC' + make_interval(months => i), 'YYYY_MM')
				FROM generate_series(0, 3) AS i ORDER BY 1
				"""));
		assertThat(partitions.ensure().block(JournalFixture.WITHIN)).isZero();
		assertThat(this.postgres.count("""
				SELECT count(*) FROM pg_inherits i, pg_index x
				WHERE i.inhparent = 'qnsp.audit_event'::regclass AND x.indrelid = i.inhrelid
				""")).isEqualTo(20);
	}

	@Test
	void makesPartitionsWhileWritersAreAtWork() throws Exception {
		List<String> partitions = this.postgres.texts(PARTITIONS);
		partitions.subList(1, 4).forEach((partition) -> this.postgres.execute("DROP TABLE " + partition));
		try (Connection writer = this.postgres.superuser()) {
			writer.setAutoCommit(false);
			writer.createStatement().execute("LOCK TABLE qnsp.audit_event IN ROW EXCLUSIVE MODE");
			assertThat(new JournalPartitions(this.postgres.system()).ensure().block(Duration.ofSeconds(4)))
				.isEqualTo(3);
			writer.rollback();
		}
		assertThat(this.postgres.texts(PARTITIONS)).isEqualTo(partitions);
	}

	@Test
	void refusesToStartOnAClusterThatCountsFromALowerNumber() {
		JournalPartitions partitions = new JournalPartitions(this.postgres.system());
		partitions.prepare().block(JournalFixture.WITHIN);
		this.postgres.execute("""
				INSERT INTO qnsp.projection_cursor VALUES ('usage-meters', '12884901895', gen_random_uuid())
				""");
		assertThatThrownBy(() -> partitions.prepare().block(JournalFixture.WITHIN))
			.isInstanceOf(IllegalStateException.class)
			.hasMessageStartingWith("projection_cursor: newest transaction id 12884901895 (expected: below ")
			.hasMessageContaining("pg_resetwal --epoch=4 -D <data directory>");
	}

	@Test
	void refusesToStartWhenTheNewestEventIsAboveTheNextTransaction() {
		this.postgres.execute(
				"""
						INSERT INTO qnsp.audit_event (xid, event_id, occurred_at, tenant_id, home_tenant_id, event_type, service,
							severity, actor_type, actor_id, action, outcome, status_code, request_id, source, detail)
						VALUES ('99999999999', gen_random_uuid(), now(), gen_random_uuid(), gen_random_uuid(), 'a.b.c', 'a',
							'info', 'system', 'x', 'c', 'success', 200, 'r', 'api', '{}')
						""");
		assertThatThrownBy(() -> new JournalPartitions(this.postgres.system()).prepare().block(JournalFixture.WITHIN))
			.hasMessageStartingWith("audit_event: newest transaction id 99999999999 (expected: below ");
	}

}
