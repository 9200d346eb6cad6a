package io.qnsp.auth.risk.signal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.auth.risk.RiskCalls;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.auth.risk.RiskCalls.status;
import static io.qnsp.auth.risk.RiskCalls.evaluate;
import static io.qnsp.auth.risk.RiskCalls.home;
import static io.qnsp.auth.risk.RiskCalls.json;
import static io.qnsp.auth.risk.RiskCalls.score;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class SignalTests {

	private static final String PATH = "/auth/risk/signals";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private RiskCalls calls;

	@Test
	void signalCountsInTheNextEvaluationOfItsUserAndOfNobodyElse() {
		TestTenants.Account owner = this.tenants.owner();
		TestTenants.Account other = this.tenants.owner();
		assertThat(score(evaluate(this.client, owner, home("victim")))).isZero();
		assertThat(score(evaluate(this.client, other, home("victim")))).isZero();
		json(this.client, "POST", PATH, owner, signal("victim", "suspicious_login", "critical"), 201);
		Map<String, Object> evaluation = evaluate(this.client, owner, home("victim"));
		assertThat(evaluation).containsEntry("riskLevel", "critical").containsEntry("recommendation", "deny");
		assertThat(RiskCalls.reason(evaluation, "threat_signals")).contains("suspicious login (critical)");
		assertThat(score(evaluate(this.client, owner, home("bystander")))).isZero();
		assertThat(score(evaluate(this.client, other, home("victim")))).isZero();
	}

	@Test
	void guessedPasswordsAreFailedAttemptsToo() {
		TestTenants.Account owner = this.tenants.owner();
		json(this.client, "POST", PATH, owner, signal("guessed", "brute_force", "low"), 201);
		assertThat(RiskCalls.reason(evaluate(this.client, owner, home("guessed")), "failed_attempts"))
			.startsWith("1 failed attempt ");
	}

	@Test
	@SuppressWarnings("unchecked")
	void listsASignalAsItWasReported() {
		TestTenants.Account owner = this.tenants.owner();
		for (int i = 0; i < 3; i++) {
			json(this.client, "POST", PATH, owner, signal("listed", "new_device", "low"), 201);
		}
		Map<String, Object> list = json(this.client, "GET", "/auth/risk/users/listed/signals?limit=2", owner, null,
				200);
		assertThat(list).containsEntry("total", 3).extractingByKey("nextCursor").isNotNull();
		List<Map<String, Object>> signals = (List<Map<String, Object>>) Objects.requireNonNull(list.get("signals"));
		assertThat(signals).hasSize(2);
		assertThat(signals.getFirst()).containsEntry("signalType", "new_device").containsEntry("severity", "low");
		assertThat((Map<String, Object>) signals.getFirst().get("metadata")).containsEntry("ipAddress", "203.0.113.9")
			.containsEntry("details", Map.of("case", Map.of("id", 7), "secret", "never-in-the-journal"));
		assertThat(json(this.client, "GET", "/auth/risk/users/listed/signals?since=2999-01-01T00:00:00Z", owner, null,
				200))
			.containsEntry("total", 0);
		assertThat(json(this.client, "GET", "/auth/risk/users/listed/signals", this.tenants.owner(), null, 200))
			.containsEntry("total", 0);
	}

	@Test
	void metadataStaysOutOfTheJournal() {
		TestTenants.Account owner = this.tenants.owner();
		json(this.client, "POST", PATH, owner, signal("journaled", "new_device", "low"), 201);
		List<String> events = this.calls.rows("""
				SELECT row_to_json(e)::text AS row FROM audit_event e
				WHERE tenant_id = :tenant AND event_type = 'auth.risk_signal.create'
				""", owner.tenantId());
		assertThat(events).hasSize(1);
		assertThat(events.getFirst()).contains("journaled", "203.0.113.9").doesNotContain("never-in-the-journal");
	}

	@Test
	void keepsMetadataThatJsonbWouldRefuse() {
		TestTenants.Account owner = this.tenants.owner();
		json(this.client, "POST", PATH, owner, """
				{"userId": "odd", "signalType": "new_device", "severity": "low",
				"metadata": {"details": {"nul": "a\\u0000b", "half": "\\ud800"}}}""", 201);
		assertThat(json(this.client, "GET", "/auth/risk/users/odd/signals", owner, null, 200)).containsEntry("total",
				1);
	}

	@Test
	void freeTierReportsButDoesNotList() {
		TestTenants.Account free = this.tenants.owner(Tier.FREE);
		json(this.client, "POST", PATH, free, signal("u", "new_device", "low"), 201);
		Map<String, Object> error = json(this.client, "GET", "/auth/risk/users/u/signals", free, null, 403);
		assertThat((Map<?, ?>) error.get("details")).isEqualTo(Map.of("feature", "auth.risk-insights", "tier", "free"));
	}

	@ParameterizedTest
	@MethodSource("badInput")
	void refusesWhatIsWrongByItsPath(String body, String path) {
		Map<String, Object> error = json(this.client, "POST", PATH, this.tenants.owner(), body, 400);
		assertThat(((Map<?, ?>) Objects.requireNonNull(error.get("details"))).keySet().toString())
			.isEqualTo("[" + path + "]");
	}

	static Stream<Arguments> badInput() {
		String rest = "\"signalType\": \"new_device\", \"severity\": \"low\"";
		return Stream.of(Arguments.of("{" + rest + "}", "userId"), Arguments.of("""
				{"userId": "u", "severity": "low"}""", "signalType"), Arguments.of("""
				{"userId": "u", "signalType": "alien", "severity": "low"}""", "signalType"), Arguments.of("""
				{"userId": "u", "signalType": "new_device", "severity": "LOW"}""", "severity"),
				Arguments.of("{\"userId\": \"u\", \"metadata\": {\"ipAddress\": \"nowhere\"}, " + rest + "}",
						"metadata.ipAddress"),
				Arguments.of("{\"userId\": \"u\", \"metadata\": {\"details\": [1]}, " + rest + "}", "metadata.details"),
				Arguments.of("{\"userId\": \"u\", \"metadata\": {\"details\": {\"a\": \"" + "a".repeat(17_000)
						+ "\"}}, " + rest + "}", "metadata"));
	}

	@Test
	void refusesTimesThatNoTableHolds() {
		status(this.client, "GET", "/auth/risk/users/u/signals?since=%2B1000000000-01-01T00:00:00Z",
				this.tenants.owner(), null, 400);
	}

	private static String signal(String userId, String type, String severity) {
		return """
				{"userId": "%s", "signalType": "%s", "severity": "%s", "metadata": {"ipAddress": "203.0.113.9",
				"userAgent": "curl/8", "details": {"case": {"id": 7}, "secret": "never-in-the-journal"}}}"""
			.formatted(userId, type, severity);
	}

}
