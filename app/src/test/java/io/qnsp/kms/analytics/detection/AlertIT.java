package io.qnsp.kms.analytics.detection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.kms.analytics.AnalyticsCalls;
import io.qnsp.kms.analytics.usage.UsageProjection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.analytics.AnalyticsCalls.PATH;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class AlertIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private ProjectionRunner projections;

	private AnalyticsCalls calls;

	@BeforeEach
	void calls() {
		this.calls = new AnalyticsCalls(this.client);
	}

	private UUID rule(Account account, String keys, String metric, String operator, String threshold, String window) {
		return this.calls.rule(account, """
				{"name":"test rule","keyIds":[%s],"severity":"high",
				"condition":{"metric":"%s","operator":"%s","threshold":%s,"window":"%s"}}
				""".formatted(keys, metric, operator, threshold, window));
	}

	private void untilCounted(Account account, long operations) {
		Eventually.until(operations + " uses",
				() -> this.calls.get("/usage", account).path("summary").path("totalOperations").asLong() == operations);
	}

	@Test
	void firesOnceForEachRuleKeyAndWindowAsUsageArrives() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		UUID other = this.calls.signingKey(owner);
		// Windows of 30 days, so that none ends while the test runs.
		UUID count = rule(owner, "", "operation_count", "gt", "2", "30d");
		UUID bytes = rule(owner, "\"" + key + "\"", "bytes_processed", "gt", "100", "30d");
		this.calls.sign(owner, key, null, 10, 200);
		this.calls.sign(owner, key, null, 10, 200);
		untilCounted(owner, 2);
		assertThat(this.calls.alerts(owner)).isEmpty();
		for (int i = 0; i < 4; i++) {
			this.calls.sign(owner, key, null, 50, 200);
		}
		for (int i = 0; i < 3; i++) {
			this.calls.sign(owner, other, null, 50, 200);
		}
		untilCounted(owner, 9);
		JsonNode alerts = this.calls.alerts(owner);
		assertThat(alerts.valueStream()
			.map((alert) -> alert.path("ruleId").asString() + " " + alert.path("keyId").asString())
			.toList()).containsExactlyInAnyOrder(count + " " + key, count + " " + other, bytes + " " + key);
		JsonNode alert = alerts.valueStream()
			.filter((one) -> one.path("ruleId").asString().equals(bytes.toString()))
			.findFirst()
			.orElseThrow();
		assertThat(alert.path("alertType").asString()).isEqualTo("threshold_exceeded");
		assertThat(alert.path("severity").asString()).isEqualTo("high");
		assertThat(alert.path("acknowledged").asBoolean()).isFalse();
		assertThat(alert.path("message").asString()).startsWith("test rule: bytes_processed was ")
			.contains("more than 100");
		assertThat(Instant.parse(alert.path("periodStart").asString()).getEpochSecond() % (30 * 86_400)).isZero();
	}

	@Test
	void firesForFailuresAndForUsesFromOutside() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		rule(owner, "", "error_rate", "gt", "0.5", "24h");
		UUID external = rule(owner, "", "bytes_processed", "gt", "9007199254740000", "1h");
		this.calls.call("POST", "/kms/v1/keys/" + key + "/disable", owner, "{}", 200);
		this.calls.sign(owner, key, null, 5, 409);
		Eventually.until("the alert", () -> this.calls.alerts(owner).size() == 1);
		assertThat(this.calls.alerts(owner).path(0).path("message").asString())
			.contains("error_rate was 1.0000 in the 24h")
			.contains("more than 0.5000");
		this.calls.record(owner, key, "elsewhere", "sign", 9_007_199_254_740_992L);
		Eventually.until("the alert", () -> this.calls.alerts(owner).size() == 2);
		assertThat(this.calls.alerts(owner).path(0).path("ruleId").asString()).isEqualTo(external.toString());
	}

	@Test
	void firesNotWhenDisabledNorForOtherKeysNorAgainAfterARebuild() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		UUID other = this.calls.signingKey(owner);
		UUID disabled = rule(owner, "", "operation_count", "gt", "0", "30d");
		this.calls.call("PATCH", PATH + "/alert-rules/" + disabled, owner, "{\"enabled\":false}", 200);
		rule(owner, "\"" + other + "\"", "operation_count", "gt", "0", "30d");
		this.calls.sign(owner, key, null, 10, 200);
		untilCounted(owner, 1);
		assertThat(this.calls.alerts(owner)).isEmpty();
		this.calls.sign(owner, other, null, 10, 200);
		untilCounted(owner, 2);
		assertThat(this.calls.alerts(owner)).hasSize(1);
		List<String> before = AnalyticsCalls
			.rows("SELECT row_to_json(a)::text FROM kms_alert a WHERE tenant_id = '" + owner.tenantId() + "'");
		this.projections.rebuild(UsageProjection.NAME).block();
		untilCounted(owner, 2);
		assertThat(AnalyticsCalls
			.rows("SELECT row_to_json(a)::text FROM kms_alert a WHERE tenant_id = '" + owner.tenantId() + "'"))
			.isEqualTo(before);
	}

	@Test
	void judgesWindowsThatHaveEndedAlsoOfKeysThatWereNotUsed() {
		Account owner = this.tenants.owner();
		UUID idle = this.calls.signingKey(owner);
		UUID fresh = this.calls.signingKey(owner);
		AnalyticsCalls
			.execute("UPDATE kms_key SET created_at = now() - interval '1 day' WHERE key_id = '%s'".formatted(idle));
		UUID named = rule(owner, "\"" + idle + "\",\"" + fresh + "\"", "operation_count", "lt", "1", "5m");
		UUID exactly = rule(owner, "\"" + idle + "\"", "operation_count", "eq", "0", "5m");
		rule(owner, "\"" + idle + "\"", "operation_count", "eq", "3", "5m");
		rule(owner, "", "operation_count", "lt", "1000", "5m");
		assertThat(this.calls.alerts(owner)).isEmpty();
		AnalyticsCalls.execute("UPDATE kms_alert_rule SET judge_at = judge_at - interval '10 minutes', "
				+ "effective_from = effective_from - interval '1 hour' WHERE tenant_id = '" + owner.tenantId() + "'");
		Eventually.until("both alerts", () -> this.calls.alerts(owner).size() >= 2);
		assertThat(this.calls.alerts(owner)
			.valueStream()
			.map((alert) -> alert.path("ruleId").asString() + " " + alert.path("keyId").asString())
			.distinct()
			.toList()).containsExactlyInAnyOrder(named + " " + idle, exactly + " " + idle);
	}

	@Test
	void tellsAnHourThatIsUnlikeThoseBefore() {
		Account owner = this.tenants.owner();
		UUID unusual = this.calls.signingKey(owner);
		UUID usual = this.calls.signingKey(owner);
		UUID young = this.calls.signingKey(owner);
		hours(owner.tenantId(), unusual, 300, 20_000);
		hours(owner.tenantId(), usual, 300, 103);
		hours(owner.tenantId(), young, 40, 20_000);
		AnalyticsCalls.execute("DELETE FROM kms_alert_progress WHERE job = 'kms-usage-baseline'");
		Eventually.until("the alert", () -> !this.calls.alerts(owner).isEmpty());
		assertThat(this.calls.alerts(owner)).hasSize(1);
		JsonNode alert = this.calls.alerts(owner).path(0);
		assertThat(alert.path("keyId").asString()).isEqualTo(unusual.toString());
		assertThat(alert.path("alertType").asString()).isEqualTo("unusual_pattern");
		assertThat(alert.path("ruleId").asString()).isEqualTo("builtin:unusual_pattern");
		assertThat(alert.path("message").asString()).startsWith("20000 operations, 0 failed");
		AnalyticsCalls.execute("DELETE FROM kms_alert_progress WHERE job = 'kms-usage-baseline'");
		Eventually.until("all keys judged again",
				() -> AnalyticsCalls.rows("SELECT finished FROM kms_alert_progress WHERE job = 'kms-usage-baseline'")
					.equals(List.of("t")));
		assertThat(this.calls.alerts(owner)).hasSize(1);
	}

	/**
	 * Hours of about a hundred operations up to the newest that is counted, which has
	 * another number.
	 */
	private static void hours(UUID tenant, UUID key, int hours, int newest) {
		AnalyticsCalls.execute("""
				INSERT INTO kms_key_activity
				SELECT '%1$s', '%2$s', 3600, hour, n, 0, n * 32 FROM (
					SELECT date_trunc('hour', now() - interval '1 minute', 'UTC') - interval '1 hour'
						- h * interval '1 hour' AS hour, CASE h WHEN 0 THEN %4$d ELSE 90 + (h * 7919) %% 23 END AS n
					FROM generate_series(0, %3$d) h) AS made
				""".formatted(tenant, key, hours, newest));
		AnalyticsCalls.execute("""
				INSERT INTO kms_key_activity
				SELECT tenant_id, key_id, 86400, date_trunc('day', span_start, 'UTC'), sum(operations), 0, sum(bytes)
				FROM kms_key_activity WHERE key_id = '%s' AND span_seconds = 3600 GROUP BY 1, 2, 4
				""".formatted(key));
	}

	@Test
	void tellsTheUseOfAKeyPastItsCryptoperiodOnceADay() {
		Account owner = this.tenants.owner();
		UUID old = this.calls.signingKey(owner);
		UUID young = this.calls.signingKey(owner);
		AnalyticsCalls.execute("UPDATE kms_key SET created_at = now() - interval '4 years', "
				+ "rotated_at = now() - interval '4 years' WHERE key_id = '%s'".formatted(old));
		Account second = this.tenants.owner();
		UUID oldToo = this.calls.signingKey(second);
		AnalyticsCalls.execute("UPDATE kms_key SET created_at = now() - interval '4 years', "
				+ "rotated_at = now() - interval '4 years' WHERE key_id = '%s'".formatted(oldToo));
		this.calls.record(owner, old, "a", "sign", 1);
		this.calls.record(owner, young, "a", "sign", 1);
		this.calls.record(second, oldToo, "a", "sign", 1);
		Eventually.until("the alerts of both tenants",
				() -> !this.calls.alerts(owner).isEmpty() && !this.calls.alerts(second).isEmpty());
		this.calls.record(owner, old, "a", "sign", 1);
		untilCounted(owner, 3);
		assertThat(this.calls.alerts(owner)).hasSize(1);
		JsonNode alert = this.calls.alerts(owner).path(0);
		assertThat(alert.path("keyId").asString()).isEqualTo(old.toString());
		assertThat(alert.path("alertType").asString()).isEqualTo("compliance_violation");
		assertThat(alert.path("message").asString()).contains("should not protect anything after");
	}

	@Test
	void keepsTheFirstAcknowledgement() {
		Account owner = this.tenants.owner();
		Account second = this.tenants.member(owner.tenantId(), Role.ADMIN);
		Account foreign = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		rule(owner, "", "operation_count", "gt", "0", "30d");
		this.calls.sign(owner, key, null, 1, 200);
		Eventually.until("the alert", () -> this.calls.alerts(owner).size() == 1);
		String path = PATH + "/alerts/" + this.calls.alerts(owner).path(0).path("alertId").asString() + "/acknowledge";
		TestCalls.expectError(TestCalls.call(this.client, "POST", path, foreign, null), 404, "NOT_FOUND");
		assertThat(this.calls.alerts(foreign)).isEmpty();
		JsonNode first = this.calls.call("POST", path, owner, null, 200);
		assertThat(first.path("acknowledgedBy").asString()).isEqualTo(owner.userId().toString());
		assertThat(this.calls.call("POST", path, second, null, 200)).isEqualTo(first);
		assertThat(this.calls.alerts(owner).path(0).path("acknowledged").asBoolean()).isTrue();
	}

	@Test
	void listsAlertsNewestFirstPageByPage() {
		Account owner = this.tenants.owner();
		rule(owner, "", "operation_count", "gt", "0", "30d");
		List<UUID> keys = List.of(this.calls.signingKey(owner), this.calls.signingKey(owner),
				this.calls.signingKey(owner));
		for (int i = 0; i < keys.size(); i++) {
			int expected = i + 1;
			this.calls.record(owner, keys.get(i), "a", "sign", 1);
			Eventually.until("the alert", () -> this.calls.alerts(owner).size() == expected);
		}
		JsonNode page = this.calls.get("/alerts?limit=2", owner);
		JsonNode rest = this.calls.get("/alerts?limit=2&cursor=" + page.path("nextCursor").asString(), owner);
		assertThat(page.path("alerts").path(0).path("keyId").asString()).isEqualTo(keys.get(2).toString());
		assertThat(page.path("alerts").path(1).path("keyId").asString()).isEqualTo(keys.get(1).toString());
		assertThat(rest.path("alerts").path(0).path("keyId").asString()).isEqualTo(keys.get(0).toString());
		assertThat(rest.path("nextCursor").isNull()).isTrue();
	}

}
