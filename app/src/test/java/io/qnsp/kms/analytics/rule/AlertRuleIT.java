package io.qnsp.kms.analytics.rule;

import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.kms.analytics.AnalyticsCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.analytics.AnalyticsCalls.PATH;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class AlertRuleIT {

	private static final String RULES = PATH + "/alert-rules";

	private static final String CONDITION = """
			{"metric":"operation_count","operator":"gt","threshold":100,"window":"15m"}""";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls events;

	private AnalyticsCalls calls;

	@BeforeEach
	void calls() {
		this.calls = new AnalyticsCalls(this.client);
	}

	@Test
	void makesListsChangesAndDeletesRules() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		UUID rule = this.calls.rule(owner, """
				{"name":"much","keyIds":["%s","%1$s"],"condition":%s,"severity":"high",
				"notificationChannels":["https://hooks.example.test/secret-path"]}""".formatted(key, CONDITION));
		JsonNode listed = this.calls.get("/alert-rules", owner).path("rules").path(0);
		assertThat(listed.path("ruleId").asString()).isEqualTo(rule.toString());
		assertThat(listed.path("keyIds")).hasSize(1);
		assertThat(listed.path("condition"))
			.hasToString("{\"metric\":\"operation_count\",\"operator\":\"gt\",\"threshold\":100.0,\"window\":\"15m\"}");
		assertThat(listed.path("enabled").asBoolean()).isTrue();
		assertThat(this.events.events(owner.tenantId(), "kms.alert_rule.create")).singleElement()
			.asString()
			.contains("hooks.example.test")
			.doesNotContain("secret-path");

		JsonNode changed = this.calls.call("PATCH", RULES + "/" + rule, owner, "{\"severity\":\"low\"}", 200);
		assertThat(changed.propertyNames()).containsExactly("ruleId", "updatedAt");
		listed = this.calls.get("/alert-rules", owner).path("rules").path(0);
		assertThat(listed.path("severity").asString()).isEqualTo("low");
		assertThat(listed.path("name").asString()).isEqualTo("much");
		assertThat(listed.path("notificationChannels")).hasSize(1);

		TestCalls.call(this.client, "DELETE", RULES + "/" + rule, owner, null).expectStatus().isNoContent();
		assertThat(this.calls.get("/alert-rules", owner).path("rules")).isEmpty();
		TestCalls.expectError(TestCalls.call(this.client, "DELETE", RULES + "/" + rule, owner, null), 404, "NOT_FOUND");
	}

	@Test
	void showsAndChangesNoRuleOfAnotherTenant() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		UUID rule = this.calls.rule(owner,
				"{\"name\":\"r\",\"condition\":%s,\"severity\":\"low\"}".formatted(CONDITION));
		assertThat(this.calls.get("/alert-rules", other).path("rules")).isEmpty();
		TestCalls.expectError(TestCalls.call(this.client, "PATCH", RULES + "/" + rule, other, "{\"enabled\":false}"),
				404, "NOT_FOUND");
		TestCalls.expectError(TestCalls.call(this.client, "DELETE", RULES + "/" + rule, other, null), 404, "NOT_FOUND");
		assertThat(this.calls.get("/alert-rules", owner).path("rules").path(0).path("enabled").asBoolean()).isTrue();
	}

	@Test
	void namesAKeyThatIsNotTheTenants() {
		Account owner = this.tenants.owner();
		UUID foreign = this.calls.signingKey(this.tenants.owner());
		String body = "{\"name\":\"r\",\"keyIds\":[\"%s\"],\"condition\":%s,\"severity\":\"low\"}".formatted(foreign,
				CONDITION);
		TestCalls.call(this.client, "POST", RULES, owner, body)
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.details.keyIds")
			.value((String problem) -> assertThat(problem).contains(foreign.toString()));
		UUID rule = this.calls.rule(owner,
				"{\"name\":\"r\",\"condition\":%s,\"severity\":\"low\"}".formatted(CONDITION));
		TestCalls.expectError(TestCalls.call(this.client, "PATCH", RULES + "/" + rule, owner,
				"{\"keyIds\":[\"%s\"]}".formatted(foreign)), 422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void refusesMoreRulesThanATenantMayHave() {
		Account owner = this.tenants.owner();
		String body = "{\"name\":\"r\",\"condition\":%s,\"severity\":\"low\"}".formatted(CONDITION);
		this.calls.rule(owner, body);
		AnalyticsCalls.execute(
				"""
						INSERT INTO kms_alert_rule SELECT r.tenant_id, gen_random_uuid(), r.name, r.key_ids, r.metric, r.operator,
							r.threshold, r.time_window, r.severity, r.channels, r.enabled, r.effective_from, r.judge_at,
							r.created_at + n * interval '1 second', r.updated_at
						FROM kms_alert_rule r, generate_series(1, 99) n WHERE tenant_id = '%s'
						"""
					.formatted(owner.tenantId()));
		TestCalls.expectError(TestCalls.call(this.client, "POST", RULES, owner, body), 409, "CONFLICT");
		JsonNode page = this.calls.get("/alert-rules?limit=60", owner);
		assertThat(page.path("rules")).hasSize(60);
		JsonNode rest = this.calls.get("/alert-rules?limit=60&cursor=" + page.path("nextCursor").asString(), owner);
		assertThat(rest.path("rules")).hasSize(40);
		assertThat(rest.path("nextCursor").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\":\"\"}", "{\"condition\":{}}",
			"{\"condition\":{\"metric\":\"operation_count\",\"operator\":\"gt\",\"threshold\":-1,\"window\":\"1h\"}}",
			"{\"condition\":{\"metric\":\"error_rate\",\"operator\":\"gt\",\"threshold\":1.01,\"window\":\"1h\"}}",
			"{\"condition\":{\"metric\":\"operation_count\",\"operator\":\"gt\",\"threshold\":1e999,\"window\":\"1h\"}}",
			"{\"condition\":{\"metric\":\"operation_count\",\"operator\":\"ge\",\"threshold\":1,\"window\":\"1h\"}}",
			"{\"condition\":{\"metric\":\"operation_count\",\"operator\":\"gt\",\"threshold\":1,\"window\":\"7m\"}}",
			"{\"severity\":\"fatal\"}", "{\"notificationChannels\":[\"http://hooks.example.test/\"]}",
			"{\"notificationChannels\":[\"https://10.0.0.1/\"]}", "{\"notificationChannels\":[null]}",
			"{\"keyIds\":[null]}", "{\"keyIds\":[\"x\"]}" })
	void refusesWhatIsNoRule(String change) {
		Account owner = this.tenants.owner();
		if (!change.equals("{}")) {
			UUID rule = this.calls.rule(owner,
					"{\"name\":\"r\",\"condition\":%s,\"severity\":\"low\"}".formatted(CONDITION));
			TestCalls.expectError(TestCalls.call(this.client, "PATCH", RULES + "/" + rule, owner, change), 400,
					"BAD_REQUEST");
		}
		TestCalls.expectError(TestCalls.call(this.client, "POST", RULES, owner, change), 400, "BAD_REQUEST");
	}

	@Test
	void tellsEverythingThatIsMissingAtOnce() {
		JsonNode answer = this.calls.call("POST", RULES, this.tenants.owner(), "{}", 400);
		assertThat(answer.path("details").propertyNames()).containsExactlyInAnyOrder("name", "condition", "severity");
	}

}
