package io.qnsp.audit.retention.enforcement;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.integrity.SealedEvents;
import io.qnsp.audit.retention.RetentionScene;
import io.qnsp.audit.retention.RetentionScene.Recorded;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens without a call, beside others, and past the application.
 */
@QnspServerTest
class EnforcementIT {

	private static final Duration WITHIN = Duration.ofSeconds(60);

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestCalls calls;

	@Autowired
	private RetentionScene scene;

	@Autowired
	private DailyEnforcement daily;

	@Autowired
	private LeftExecutions left;

	@Autowired
	private EndedMonths months;

	private List<Recorded> recorded(Account owner, int count, double daysAgo) {
		List<Recorded> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add(this.scene.event(RetentionScene.daysAgo(daysAgo), "kms.key.sign"));
		}
		return events;
	}

	private Map<?, ?> newestExecution(Account owner) {
		List<?> all = (List<?>) Objects
			.requireNonNull(this.scene.get(this.web, owner, "/v1/retention/executions").get("executions"));
		return all.isEmpty() ? Map.of() : (Map<?, ?>) all.getFirst();
	}

	@Test
	void everyPolicyIsEnforcedOnceADay() {
		Account owner = this.scene.owner();
		this.scene.policy(this.web, owner, "P30D", "\"kms.*\"", "", false);
		this.scene.policy(this.web, owner, "P100D", "\"auth.*\"", "", true);
		this.scene.record(owner.tenantId(), recorded(owner, 30, 50));
		this.daily.run().block(WITHIN);
		Eventually.until("the enforcement is done", () -> "completed".equals(newestExecution(owner).get("status")));
		assertThat(this.scene.left(owner.tenantId())).isEmpty();
		Map<?, ?> execution = newestExecution(owner);
		assertThat(execution.get("trigger")).isEqualTo("scheduled");
		assertThat(this.calls.events(owner.tenantId(), "audit.retention_execution.complete")).singleElement()
			.asString()
			.contains("\"eventsDeleted\": 30");
		this.daily.run().block(WITHIN);
		assertThat(this.scene.database()
			.queryForObject("SELECT count(*) FROM qnsp.job WHERE tenant_id = ?", Long.class, owner.tenantId()))
			.isZero();
	}

	@Test
	void anExecutionWhoseInstanceDiedGoesOnWhereItStood() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", true);
		this.scene.record(owner.tenantId(), recorded(owner, 30, 50));
		UUID execution = UUID.randomUUID();
		this.scene.database()
			.update("""
					INSERT INTO qnsp.audit_retention_execution (tenant_id, execution_id, policy_id, trigger, dry_run, status,
						day, events_processed, events_deleted, events_archived, bytes_deleted, cursor_xid, cursor_event_id,
						started_by, started_at, updated_at)
					VALUES (?, ?, CAST(? AS uuid), 'manual', false, 'running', current_date, 7, 7, 7, 7, '0', ?, 'test', now(),
						now() - interval '3 minutes')
					""",
					owner.tenantId(), execution, policy, new UUID(0, 0));
		TestCalls.expectError(
				TestCalls.call(this.web, "POST", "/v1/retention/cleanup", owner, "{\"policyId\":\"" + policy + "\"}"),
				409, "CONFLICT");
		this.left.run().block(WITHIN);
		Eventually.until("the execution is done", () -> "completed".equals(newestExecution(owner).get("status")));
		assertThat(RetentionScene.number(newestExecution(owner), "eventsDeleted")).isEqualTo(37);
		assertThat(this.scene.left(owner.tenantId())).isEmpty();
	}

	@Test
	void nothingIsDeletedAfterItsHoldWasAcknowledged() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.record(owner.tenantId(), recorded(owner, 6_000, 50));
		CompletableFuture<Map<?, ?>> cleaning = CompletableFuture
			.supplyAsync(() -> this.scene.clean(this.web, owner, policy, false));
		Eventually.until("the cleanup has begun", () -> this.scene.left(owner.tenantId()).size() < 6_000);
		TestCalls.call(this.web, "POST", "/v1/legal-holds", owner, "{\"name\":\"n\",\"reason\":\"r\"}")
			.expectStatus()
			.isCreated();
		Set<UUID> held = new HashSet<>(this.scene.left(owner.tenantId()));
		cleaning.join();
		assertThat(new HashSet<>(this.scene.left(owner.tenantId()))).isEqualTo(held);
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsDeleted")).isZero();
	}

	@Test
	void aMonthInWhichEverythingIsDueIsArchivedAndDroppedAndNothingElse() {
		Account first = this.scene.owner();
		Account second = this.scene.owner();
		LocalDate month = LocalDate.of(2021, 5, 1);
		List<Recorded> ofFirst = in(month, 1_200);
		this.scene.record(first.tenantId(), ofFirst);
		this.scene.record(second.tenantId(), in(month, 30));
		this.scene.policy(this.web, first, "P30D", "", "", true);
		assertThat(this.months.remove(month).block(WITHIN)).as("nobody's policy covers the second's").isZero();
		this.scene.policy(this.web, second, "P10Y", "", "", false);
		assertThat(this.months.remove(month).block(WITHIN)).as("not due for the second").isZero();
		assertThat(this.scene.left(first.tenantId())).hasSize(1_200);
		this.scene.database().update("DELETE FROM qnsp.audit_retention_policy WHERE tenant_id = ?", second.tenantId());
		this.scene.policy(this.web, second, "P1Y", "", "", false);
		assertThat(this.months.remove(month).block(WITHIN)).isEqualTo(1_230);
		assertThat(this.scene.database()
			.queryForObject("SELECT to_regclass('qnsp.audit_event_2021_05')::text", String.class)).isNull();
		Map<?, ?> execution = newestExecution(first);
		assertThat(execution.get("trigger")).isEqualTo("partition");
		assertThat(RetentionScene.number(execution, "eventsArchived")).isEqualTo(1_200);
		assertThat(RetentionScene.number(newestExecution(second), "eventsArchived")).isZero();
		assertThat((List<?>) this.scene.get(this.web, first, "/v1/retention/archives").get("archives")).hasSize(1);
		for (Account owner : List.of(first, second)) {
			Map<?, ?> verdict = SealedEvents.answer(this.web, "POST", "/v1/verify", owner, RetentionScene.ALL_TIMES);
			assertThat(verdict.get("valid")).as(verdict.toString()).isEqualTo(true);
			this.scene.followed(owner.tenantId());
			assertThat(this.scene.database().queryForObject("""
					SELECT (SELECT sum(events) FROM qnsp.audit_volume WHERE tenant_id = ?)
						= (SELECT count(*) FROM qnsp.audit_event WHERE tenant_id = ?)
					""", Boolean.class, owner.tenantId(), owner.tenantId())).isTrue();
			assertThat(this.calls.events(owner.tenantId(), "audit.retention_execution.complete")).hasSize(1);
		}
	}

	private List<Recorded> in(LocalDate month, int count) {
		List<Recorded> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add(this.scene.event(month.atStartOfDay(java.time.ZoneOffset.UTC).toInstant().plusSeconds(60L * i),
					"kms.key.sign"));
		}
		return events;
	}

	@Test
	void theApplicationsRolesDeleteNothingByThemselves() throws SQLException {
		Account owner = this.scene.owner();
		Recorded young = this.scene.event(RetentionScene.daysAgo(3), "kms.key.sign");
		Recorded old = this.scene.event(RetentionScene.daysAgo(50), "kms.key.sign");
		this.scene.record(owner.tenantId(), List.of(young, old));
		for (String role : List.of("qnsp_app", "qnsp_system")) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> as(role, owner.tenantId(), "DELETE FROM audit_event"))
				.matches((ex) -> "42501".equals(ex.getSQLState()));
		}
		assertThat(as("qnsp_app", owner.tenantId(), "SELECT set_config('qnsp.retention', 'on', false)"))
			.isEqualTo("on");
		// No policy matches, whatever the caller says of minimums.
		String delete = """
				SELECT d.events FROM (SELECT array_agg(xid) AS xids, array_agg(event_id) AS ids FROM audit_event
					WHERE source = 'test') AS e
				CROSS JOIN LATERAL delete_audit_events(NULL, '9999-01-01', '{free,dev-pro}', '{0,0}', '{}', e.xids, e.ids,
					true) AS d""";
		assertThat(as("qnsp_app", owner.tenantId(), delete)).isEqualTo("0");
		this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.database()
			.update("UPDATE qnsp.audit_retention_policy SET period = '1 day' WHERE tenant_id = ?", owner.tenantId());
		assertThat(as("qnsp_app", owner.tenantId(), delete)).as("the one that is older than a week").isEqualTo("1");
		assertThat(this.scene.left(owner.tenantId())).containsExactly(young.eventId());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> as("qnsp_app", owner.tenantId(), """
				SELECT drop_audit_partition('2021-06-01', '9999-01-01', '{}', '{}', '{}', '{}', '{}')"""))
			.matches((ex) -> "42501".equals(ex.getSQLState()));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> as("qnsp_system", owner.tenantId(),
				"""
						SELECT drop_audit_partition(date_trunc('month', now())::date, '9999-01-01', '{}', '{}', '{}', '{}', '{}')"""))
			.withMessageContaining("a month that ended a week ago");
	}

	private static String as(String role, UUID tenant, String sql) throws SQLException {
		try (Connection connection = TestDatabase.dataSource(role).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT set_config('qnsp.tenant', '%s', false)".formatted(tenant));
			if (!statement.execute(sql)) {
				return "";
			}
			try (java.sql.ResultSet rows = statement.getResultSet()) {
				return rows.next() ? String.valueOf(rows.getString(1)) : "";
			}
		}
	}

}
