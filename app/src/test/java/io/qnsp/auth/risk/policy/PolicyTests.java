package io.qnsp.auth.risk.policy;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.auth.risk.RiskCalls;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.auth.risk.RiskCalls.status;
import static io.qnsp.auth.risk.RiskCalls.evaluate;
import static io.qnsp.auth.risk.RiskCalls.home;
import static io.qnsp.auth.risk.RiskCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class PolicyTests {

	private static final String PATH = "/auth/risk/policies";

	private static final String GERMANY_ONLY = """
			{"name": "Germany only", "description": "for a test", "conditions": {"geoRestrictions": ["de"]},
			"actions": {"onHighRisk": "deny"}}""";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Test
	void policyTightensAtOnceAndDeletingItLoosensAtOnce() {
		TestTenants.Account owner = this.tenants.owner();
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "allow");
		String id = create(owner, GERMANY_ONLY);
		Map<String, Object> denied = evaluate(this.client, owner, home("u"));
		assertThat(denied).containsEntry("recommendation", "deny")
			.containsEntry("riskLevel", "critical")
			.containsEntry("challengeType", null);
		assertThat(RiskCalls.reason(denied, "policy")).contains("Germany only", "FR");
		status(this.client, "DELETE", PATH + "/" + id, owner, null, 204);
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "allow");
		status(this.client, "GET", PATH + "/" + id, owner, null, 404);
	}

	@Test
	void theLastPolicyThatFitsIsTheLastHoweverManyAreMadeAtOnce() {
		TestTenants.Account owner = this.tenants.owner();
		List<Integer> statuses = Flux.range(0, 230)
			.flatMap((i) -> Mono
				.fromCallable(() -> this.client.post()
					.uri(PATH)
					.header("Authorization", owner.bearer())
					.header("Content-Type", "application/json")
					.bodyValue(GERMANY_ONLY)
					.exchange()
					.returnResult(Void.class)
					.getStatus()
					.value())
				.subscribeOn(Schedulers.boundedElastic()), 16)
			.collectList()
			.block();
		assertThat(statuses).containsOnly(201, 409).filteredOn((status) -> status == 201).hasSize(200);
		assertThat(json(this.client, "GET", PATH, owner, null, 200)).containsEntry("total", 200);
	}

	@Test
	void changingAPolicyHoldsAtOnce() {
		TestTenants.Account owner = this.tenants.owner();
		String path = PATH + "/" + create(owner, GERMANY_ONLY);
		json(this.client, "PATCH", path, owner, "{\"enabled\": false}", 200);
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "allow");
		json(this.client, "PATCH", path, owner, """
				{"enabled": true, "actions": {"onHighRisk": "challenge", "challengeType": "captcha"}}""", 200);
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "challenge")
			.containsEntry("challengeType", "captcha")
			.containsEntry("riskLevel", "high");
		json(this.client, "PATCH", path, owner, "{\"conditions\": {\"geoRestrictions\": [\"FR\"]}}", 200);
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "allow");
		assertThat(json(this.client, "GET", path, owner, null, 200)).containsEntry("name", "Germany only")
			.containsEntry("description", "for a test");
	}

	@Test
	void hoursOverMidnightAllowWhatTheySayAndNothingElse() {
		TestTenants.Account owner = this.tenants.owner();
		int hour = LocalTime.now(ZoneOffset.UTC).getHour();
		// Whole hours around now stay true when the hour turns during the test.
		String allowed = create(owner, hours((hour + 22) % 24, (hour + 3) % 24));
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "allow");
		status(this.client, "DELETE", PATH + "/" + allowed, owner, null, 204);
		create(owner, hours((hour + 3) % 24, (hour + 22) % 24));
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "deny");
	}

	@Test
	void strictestPolicyWins() {
		TestTenants.Account owner = this.tenants.owner();
		create(owner, """
				{"name": "a", "conditions": {"riskScoreThreshold": 0},
				"actions": {"onHighRisk": "challenge", "challengeType": "captcha"}}""");
		create(owner, """
				{"name": "b", "conditions": {"riskScoreThreshold": 0},
				"actions": {"onHighRisk": "challenge", "challengeType": "mfa"}}""");
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("challengeType", "mfa");
		create(owner, """
				{"name": "c", "conditions": {"riskScoreThreshold": 0}, "actions": {"onHighRisk": "deny"}}""");
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "deny");
	}

	@Test
	void otherTenantsPoliciesAreNeitherSeenNorApplied() {
		TestTenants.Account owner = this.tenants.owner();
		TestTenants.Account other = this.tenants.owner();
		String path = PATH + "/" + create(owner, GERMANY_ONLY);
		assertThat(evaluate(this.client, other, home("u"))).containsEntry("recommendation", "allow");
		assertThat(json(this.client, "GET", PATH, other, null, 200)).containsEntry("total", 0);
		status(this.client, "GET", path, other, null, 404);
		status(this.client, "PATCH", path, other, "{\"enabled\": false}", 404);
		status(this.client, "DELETE", path, other, null, 404);
		assertThat(evaluate(this.client, owner, home("u"))).containsEntry("recommendation", "deny");
	}

	@Test
	@SuppressWarnings("unchecked")
	void listsInPartsByCursorAndByOffset() {
		TestTenants.Account owner = this.tenants.owner();
		Set<String> made = new HashSet<>();
		for (int i = 0; i < 5; i++) {
			made.add(create(owner, GERMANY_ONLY));
		}
		json(this.client, "PATCH", PATH + "/" + made.iterator().next(), owner, "{\"enabled\": false}", 200);
		Map<String, Object> first = json(this.client, "GET", PATH + "?limit=3", owner, null, 200);
		assertThat(first).containsEntry("total", 5).containsEntry("limit", 3).containsEntry("offset", 0);
		Map<String, Object> second = json(this.client, "GET", PATH + "?limit=3&cursor=" + first.get("nextCursor"),
				owner, null, 200);
		assertThat(second).containsEntry("nextCursor", null);
		List<String> listed = Stream.of(first, second)
			.flatMap((page) -> ((List<Map<String, Object>>) Objects.requireNonNull(page.get("policies"))).stream())
			.map((policy) -> String.valueOf(policy.get("policyId")))
			.toList();
		assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
		assertThat((List<?>) json(this.client, "GET", PATH + "?offset=4", owner, null, 200).get("policies")).hasSize(1);
		assertThat(json(this.client, "GET", PATH + "?enabled=true", owner, null, 200)).containsEntry("total", 4);
		assertThat(json(this.client, "GET", PATH + "?enabled=false", owner, null, 200)).containsEntry("total", 1);
	}

	@Test
	void smallTiersAreRefused() {
		Map<String, Object> error = json(this.client, "POST", PATH, this.tenants.owner(Tier.FREE), GERMANY_ONLY, 403);
		assertThat(error).containsEntry("error", "ENTITLEMENT_REQUIRED");
		assertThat((Map<?, ?>) error.get("details")).isEqualTo(Map.of("feature", "auth.risk-policies", "tier", "free"));
	}

	@ParameterizedTest
	@MethodSource("badInput")
	void refusesWhatIsWrongByItsPath(String body, String path) {
		Map<String, Object> error = json(this.client, "POST", PATH, this.tenants.owner(), body, 400);
		assertThat(((Map<?, ?>) Objects.requireNonNull(error.get("details"))).keySet().toString())
			.isEqualTo("[" + path + "]");
	}

	static Stream<Arguments> badInput() {
		String actions = "\"actions\": {\"onHighRisk\": \"deny\"}}";
		return Stream.of(Arguments.of("{\"conditions\": {\"riskScoreThreshold\": 1}, " + actions, "name"),
				Arguments.of("{\"name\": \"n\", " + actions, "conditions"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {}, " + actions, "conditions"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {\"riskScoreThreshold\": 101}, " + actions,
						"conditions.riskScoreThreshold"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {\"riskScoreThreshold\": \"high\"}, " + actions,
						"conditions.riskScoreThreshold"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {\"geoRestrictions\": [\"DE\", \"UK\"]}, " + actions,
						"conditions.geoRestrictions[1]"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {\"geoRestrictions\": [null]}, " + actions,
						"conditions.geoRestrictions[0]"),
				Arguments.of("""
						{"name": "n", "conditions": {"timeRestrictions": {"allowedHours": {"start": 24, "end": 6}}},
						""" + actions, "conditions.timeRestrictions.allowedHours.start"), Arguments.of("""
						{"name": "n", "conditions": {"timeRestrictions": {"allowedHours": {"start": 2}}},
						""" + actions, "conditions.timeRestrictions.allowedHours.end"), Arguments.of("""
						{"name": "n", "conditions": {"timeRestrictions": {"allowedHours": {"start": 2, "end": 6},
						"timezone": "Mars/Base"}}, """ + actions, "conditions.timeRestrictions.timezone"),
				Arguments.of("{\"name\": \"n\", \"conditions\": {\"riskScoreThreshold\": 1}}", "actions"),
				Arguments.of("""
						{"name": "n", "conditions": {"riskScoreThreshold": 1}, "actions": {"onHighRisk": "allow"}}""",
						"actions.onHighRisk"),
				Arguments.of("""
						{"name": "n", "conditions": {"riskScoreThreshold": 1}, "actions": {"onHighRisk": "block"}}""",
						"actions.onHighRisk"));
	}

	private static String hours(int start, int end) {
		return """
				{"name": "hours", "conditions": {"timeRestrictions": {"allowedHours": {"start": %d, "end": %d},
				"timezone": "UTC"}}, "actions": {"onHighRisk": "deny"}}""".formatted(start, end);
	}

	private String create(TestTenants.Account owner, String body) {
		return String.valueOf(json(this.client, "POST", PATH, owner, body, 201).get("policyId"));
	}

}
