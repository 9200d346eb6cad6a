package io.qnsp.auth.risk.signal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.auth.risk.RiskCalls;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
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

	@LocalServerPort
	private int port;

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

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "-1e-400", "\"\\ud800\"", "\"\\u0000\"", "{\"\\u0000\": 1}" })
	void refusesMetadataThatItCouldNotGiveBackAsItIs(String value) {
		json(this.client, "POST", PATH, this.tenants.owner(), """
				{"userId": "m", "signalType": "brute_force", "severity": "low", "metadata": {"details": {"a": %s}}}"""
			.formatted(value), 400);
	}

	@Test
	void givesMetadataBackDigitByDigit() {
		TestTenants.Account owner = this.tenants.owner();
		String details = "{\"a\":100000000000000000000000.5,\"b\":12345678901234567890.123456789,\"c\":0.1,\"d\":12345678901234567890}";
		json(this.client, "POST", PATH, owner, """
				{"userId": "m", "signalType": "brute_force", "severity": "low", "metadata": {"details": %s}}"""
			.formatted(details), 201);
		assertThat(TestCalls.body(TestCalls.call(this.client, "GET", "/auth/risk/users/m/signals", owner, null), 200))
			.contains("\"details\":" + details);
	}

	@ParameterizedTest
	@CsvSource({ "CORP\\alice, CORP%5Calice", "a/b, a%2Fb", "100%, 100%25" })
	void findsAUserWhoseIdIsNoPlainWord(String userId, String inPath) {
		TestTenants.Account owner = this.tenants.owner();
		json(this.client, "POST", PATH, owner, signal(userId.replace("\\", "\\\\"), "brute_force", "low"), 201);
		Map<String, Object> list = Objects.requireNonNull(this.client.get()
			.uri(URI.create("http://localhost:" + this.port + "/auth/risk/users/" + inPath + "/signals"))
			.header("Authorization", owner.bearer())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.returnResult()
			.getResponseBody());
		assertThat(list).containsEntry("total", 1);
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
