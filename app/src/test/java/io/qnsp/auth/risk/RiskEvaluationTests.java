package io.qnsp.auth.risk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.auth.risk.RiskCalls.attacker;
import static io.qnsp.auth.risk.RiskCalls.attempt;
import static io.qnsp.auth.risk.RiskCalls.status;
import static io.qnsp.auth.risk.RiskCalls.evaluate;
import static io.qnsp.auth.risk.RiskCalls.eventually;
import static io.qnsp.auth.risk.RiskCalls.home;
import static io.qnsp.auth.risk.RiskCalls.reason;
import static io.qnsp.auth.risk.RiskCalls.score;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class RiskEvaluationTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private RiskCalls calls;

	@Autowired
	private JsonMapper json;

	@Test
	void newUserIsNotRiskyForBeingNew() {
		Map<String, Object> evaluation = evaluate(this.client, this.tenants.owner(), home("new"));
		assertThat(evaluation).containsEntry("riskLevel", "low")
			.containsEntry("recommendation", "allow")
			.containsEntry("challengeType", null);
		assertThat(score(evaluation)).isZero();
		assertThat((List<?>) evaluation.get("factors")).hasSize(6);
	}

	@Test
	void learnedUserIsTrustedAtHomeAndSuspectedElsewhere() {
		TestTenants.Account owner = this.tenants.owner();
		this.calls.learnHome(this.client, owner, "alice");
		Map<String, Object> athome = evaluate(this.client, owner, home("alice"));
		Map<String, Object> elsewhere = evaluate(this.client, owner, attacker("alice"));
		assertThat(athome).containsEntry("recommendation", "allow");
		assertThat(score(elsewhere)).isGreaterThan(score(athome)).isGreaterThanOrEqualTo(50);
		assertThat(score(elsewhere, "new_device")).isEqualTo(100);
		assertThat(reason(elsewhere, "login_pattern")).contains("First sign-in from BR");
	}

	@Test
	void refusedAttemptsTeachNothing() {
		TestTenants.Account owner = this.tenants.owner();
		this.calls.learnHome(this.client, owner, "bob");
		double before = score(evaluate(this.client, owner, attacker("bob")), "login_pattern");
		for (int i = 0; i < 20; i++) {
			assertThat(evaluate(this.client, owner, attacker("bob"))).extractingByKey("recommendation")
				.isNotEqualTo("allow");
		}
		evaluate(this.client, owner, home("marker"));
		awaitLogins(owner, "marker", 1);
		assertThat(score(evaluate(this.client, owner, attacker("bob")), "login_pattern")).isEqualTo(before);
		assertThat(this.calls.number("""
				SELECT count(*) AS number FROM risk_tenant_feature
				WHERE tenant_id = :tenant AND value = '198.51.100.77'
				""", owner.tenantId())).isZero();
	}

	@Test
	void impossibleTravelIsSeenFromTheFirstLoginOn() {
		TestTenants.Account owner = this.tenants.owner();
		evaluate(this.client, owner, home("traveller"));
		eventually().untilAsserted(
				() -> assertThat(reason(evaluate(this.client, owner, home("traveller")), "impossible_travel"))
					.startsWith("Near the last known position"));
		Map<String, Object> faraway = evaluate(this.client, owner,
				attempt("traveller", "198.51.100.99", RiskCalls.FIREFOX, "US", 40.7128, -74.0060, "laptop", 0));
		assertThat(reason(faraway, "impossible_travel")).startsWith("Impossible travel");
		assertThat(score(faraway)).isGreaterThanOrEqualTo(50);
	}

	@Test
	void impossibleTravelIsSeenAtOnce() {
		TestTenants.Account owner = this.tenants.owner();
		evaluate(this.client, owner, home("hurried"));
		Map<String, Object> faraway = evaluate(this.client, owner,
				attempt("hurried", "198.51.100.99", RiskCalls.FIREFOX, "US", 40.7128, -74.0060, "laptop", 0));
		assertThat(reason(faraway, "impossible_travel")).startsWith("Impossible travel");
	}

	@Test
	void moreFailedAttemptsNeverLowerTheScore() {
		TestTenants.Account owner = this.tenants.owner();
		double last = -1;
		for (int failed : List.of(0, 1, 2, 3, 5, 8, 13, 100, 1_000_000)) {
			double score = score(evaluate(this.client, owner,
					attempt("guessed", "203.0.113.5", RiskCalls.FIREFOX, "FR", 48.8566, 2.3522, "laptop", failed)));
			assertThat(score).isGreaterThanOrEqualTo(last);
			last = score;
		}
		assertThat(last).isGreaterThan(50);
	}

	@Test
	void sameUserIdInTwoTenantsIsTwoUsers() {
		TestTenants.Account one = this.tenants.owner();
		TestTenants.Account other = this.tenants.owner();
		this.calls.learnHome(this.client, one, "shared");
		assertThat(reason(evaluate(this.client, other, attacker("shared")), "login_pattern"))
			.startsWith("Learning: 0 sign-ins");
		assertThat(reason(evaluate(this.client, one, attacker("shared")), "login_pattern")).contains("BR");
	}

	@Test
	void eventHoldsOnlyTheNamedFieldsAndNoRawFingerprint() {
		TestTenants.Account owner = this.tenants.owner();
		evaluate(this.client, owner, attempt("watched", "::ffff:203.0.113.5", RiskCalls.FIREFOX, "fr", 48.85661234,
				2.35221234, "raw-fingerprint-7781", 8));
		List<String> events = events(owner);
		assertThat(events).hasSize(1);
		assertThat(events.getFirst()).doesNotContain("raw-fingerprint-7781", "Somewhere", "48.85661234");
		JsonNode event = this.json.readTree(events.getFirst());
		assertThat(event.get("resource_type").asString()).isEqualTo("user");
		assertThat(event.get("resource_id").asString()).isEqualTo("watched");
		JsonNode detail = event.get("detail");
		assertThat(Set.copyOf(detail.propertyNames())).isEqualTo(Set.of("riskScore", "riskLevel", "recommendation",
				"challengeType", "factors", "ip", "network", "country", "userAgent", "browser", "os", "device",
				"fingerprintDigest", "latitude", "longitude", "failedAttempts"));
		assertThat(detail.get("ip").asString()).isEqualTo("203.0.113.5");
		assertThat(detail.get("country").asString()).isEqualTo("FR");
		assertThat(detail.get("latitude").asDouble()).isEqualTo(48.86);
		assertThat(detail.get("fingerprintDigest").asString()).matches("[0-9a-f]{64}");
		assertThat(Set.copyOf(detail.get("factors").propertyNames())).containsExactly("failed_attempts");
	}

	@Test
	void everySuccessfulEvaluationIsMeteredOnceAndNoOtherCall() {
		TestTenants.Account owner = this.tenants.owner();
		for (int i = 0; i < 5; i++) {
			status(this.client, "POST", "/auth/risk/evaluate", owner, "{\"userId\": \"x\"}", 400);
		}
		for (int i = 0; i < 30; i++) {
			evaluate(this.client, owner, home("metered-" + i % 3));
		}
		eventually().untilAsserted(() -> assertThat(usage(owner)).isEqualTo(30));
		this.calls.learnHome(this.client, owner, "metered-0");
		eventually().untilAsserted(() -> assertThat(usage(owner))
			.isEqualTo(events(owner).stream().filter((event) -> event.contains("\"outcome\":\"success\"")).count()));
	}

	@Test
	void freeTierMayEvaluate() {
		assertThat(evaluate(this.client, this.tenants.owner(Tier.FREE), home("free"))).containsKey("riskScore");
	}

	@Test
	void onlyUserAndAddressAreNeeded() {
		Map<String, Object> evaluation = evaluate(this.client, this.tenants.owner(), """
				{"userId": "Ünï 💡 code", "ipAddress": "2001:db8::1"}""");
		assertThat(evaluation).containsEntry("riskLevel", "low");
	}

	@Test
	void longUserAgentsAreToldApartThoughTheyAreNotKept() {
		TestTenants.Account owner = this.tenants.owner();
		String agent = "Mozilla/5.0 (X11; Linux x86_64) " + "x".repeat(900);
		evaluate(this.client, owner, attempt("long", "203.0.113.5", agent, "FR", 1, 1, "laptop", 0));
		assertThat(events(owner).getFirst()).contains("sha3-256:").doesNotContain("x".repeat(33));
		awaitLogins(owner, "long", 1);
	}

	@ParameterizedTest
	@MethodSource("badInput")
	void refusesWhatIsWrongByItsPath(String body, String path) {
		Map<String, Object> error = RiskCalls.json(this.client, "POST", "/auth/risk/evaluate", this.tenants.owner(),
				body, 400);
		assertThat(error).containsEntry("error", "BAD_REQUEST");
		assertThat((Map<?, ?>) error.get("details")).hasToString(error.get("details").toString())
			.extracting((details) -> details.keySet().toString())
			.isEqualTo("[" + path + "]");
	}

	static Stream<Arguments> badInput() {
		String start = "{\"userId\": \"u\", \"ipAddress\": \"203.0.113.5\", ";
		return Stream.of(Arguments.of("{\"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": \"u\"}", "ipAddress"),
				Arguments.of("{\"userId\": \"\", \"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": \"" + "u".repeat(201) + "\", \"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": \"a\\u0000b\", \"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": \"a\\ud800b\", \"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": 5, \"ipAddress\": \"203.0.113.5\"}", "userId"),
				Arguments.of("{\"userId\": \"u\", \"ipAddress\": \"example.org\"}", "ipAddress"),
				Arguments.of("{\"userId\": \"u\", \"ipAddress\": \"203.0.113.5/24\"}", "ipAddress"),
				Arguments.of(start + "\"userAgent\": \"" + "a".repeat(1025) + "\"}", "userAgent"),
				Arguments.of(start + "\"deviceFingerprint\": \"" + "a".repeat(257) + "\"}", "deviceFingerprint"),
				Arguments.of(start + "\"geoLocation\": {\"country\": \"UK\"}}", "geoLocation.country"),
				Arguments.of(start + "\"geoLocation\": {\"latitude\": 91, \"longitude\": 0}}", "geoLocation.latitude"),
				Arguments.of(start + "\"geoLocation\": {\"latitude\": 1}}", "geoLocation.longitude"),
				Arguments.of(start + "\"geoLocation\": {\"latitude\": \"1\", \"longitude\": 1}}",
						"geoLocation.latitude"),
				Arguments.of(start + "\"geoLocation\": []}", "geoLocation"),
				Arguments.of(start + "\"sessionContext\": {\"failedAttempts\": -1}}", "sessionContext.failedAttempts"),
				Arguments.of(start + "\"sessionContext\": {\"failedAttempts\": 1e400}}",
						"sessionContext.failedAttempts"),
				Arguments.of(start + "\"sessionContext\": {\"failedAttempts\": 99999999999999999999}}",
						"sessionContext.failedAttempts"),
				Arguments.of(start + "\"sessionContext\": {\"previousLoginAt\": \"yesterday\"}}",
						"sessionContext.previousLoginAt"),
				Arguments.of("{\"userId\": \"u\"", "body"), Arguments.of("[]", "body"));
	}

	private List<String> events(TestTenants.Account owner) {
		return this.calls.rows("""
				SELECT row_to_json(e)::text AS row FROM audit_event e
				WHERE tenant_id = :tenant AND event_type = 'auth.risk.evaluate' ORDER BY event_id
				""", owner.tenantId());
	}

	private long usage(TestTenants.Account owner) {
		return this.calls.number("""
				SELECT coalesce(sum(calls), 0)::bigint AS number FROM usage_meter
				WHERE tenant_id = :tenant AND billable_operation = 'auth.risk_evaluation'
				""", owner.tenantId());
	}

	private void awaitLogins(TestTenants.Account owner, String userId, long logins) {
		eventually().untilAsserted(() -> assertThat(this.calls.rows("""
				SELECT user_id || ' ' || logins AS row FROM risk_user WHERE tenant_id = :tenant
				""", owner.tenantId())).contains(userId + " " + logins));
	}

}
