package io.qnsp.audit.retention;

import java.util.List;
import java.util.Map;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class RetentionPolicyIT {

	private static final String POLICIES = "/v1/retention/policies";

	private static final String HOLDS = "/v1/legal-holds";

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private RetentionScene scene;

	@Test
	void aPolicyIsMadeListedReadAndDeletedAndEachChangeIsAnEvent() {
		Account owner = this.scene.owner();
		String id = this.scene.policy(this.web, owner, "P90D", "\"auth.*\"", "\"auth\"", true);
		Map<?, ?> read = this.scene.get(this.web, owner, POLICIES + "/" + id);
		assertThat(read.get("retentionPeriod")).isEqualTo("P90D");
		assertThat(read.get("scope")).isEqualTo(Map.of("eventTypes", List.of("auth.*"), "services", List.of("auth")));
		assertThat(read.get("archiveConfig")).isEqualTo(Map.of("enabled", true, "destination", "local"));
		assertThat((List<?>) this.scene.get(this.web, owner, "/audit" + POLICIES).get("policies")).hasSize(1);
		TestCalls.call(this.web, "DELETE", POLICIES + "/" + id, owner, null).expectStatus().isNoContent().expectBody();
		TestCalls.expectError(TestCalls.call(this.web, "GET", POLICIES + "/" + id, owner, null), 404, "NOT_FOUND");
		for (String type : List.of("audit.retention_policy.create", "audit.retention_policy.delete")) {
			assertThat(this.calls.events(owner.tenantId(), type)).singleElement()
				.asString()
				.contains(id, "P90D", "auth.*");
		}
	}

	@ParameterizedTest
	@CsvSource({ "DEV_PRO,P29D,30", "BUSINESS_ELITE,P89D,90", "ENTERPRISE_PRO,P11M,365",
			"ENTERPRISE_ELITE,PT8759H,365" })
	void nothingShorterThanTheLegalMinimumOfTheTier(Tier tier, String tooShort, int days) {
		Account owner = this.tenants.owner(tier);
		TestCalls.call(this.web, "POST", POLICIES, owner, body(tooShort))
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.details.retentionPeriod")
			.value((String text) -> assertThat(text).contains(tooShort, "P" + days + "D"));
		TestCalls.call(this.web, "POST", POLICIES, owner, body("P" + days + "D")).expectStatus().isCreated();
	}

	@Test
	void anAddOnRaisesTheMinimum() {
		Account owner = this.scene.owner(AddOn.AUDIT_TRAILS_RETENTION_180);
		TestCalls.expectError(TestCalls.call(this.web, "POST", POLICIES, owner, body("P179D")), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.call(this.web, "POST", POLICIES, owner, body("P180D")).expectStatus().isCreated();
	}

	private static String body(String period) {
		return "{\"name\":\"n\",\"retentionPeriod\":\"%s\"}".formatted(period);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\":\" \",\"retentionPeriod\":\"P90D\"}", "{\"name\":\"n\"}",
			"{\"name\":\"n\",\"retentionPeriod\":\"90 days\"}", "{\"name\":\"n\",\"retentionPeriod\":\"P2Y-1D\"}",
			"{\"name\":\"n\",\"retentionPeriod\":\"P90D\",\"scope\":{\"eventTypes\":[\"*.auth\"]}}",
			"{\"name\":\"n\",\"retentionPeriod\":\"P90D\",\"scope\":{\"services\":[null]}}",
			"{\"name\":\"n\",\"retentionPeriod\":\"P90D\",\"archiveConfig\":{}}",
			"{\"name\":\"n\",\"retentionPeriod\":\"P90D\",\"archiveConfig\":{\"enabled\":true,\"destination\":\"../etc\"}}",
			"{\"name\":\"n\",\"retentionPeriod\":\"P90D\",\"archiveConfig\":{\"enabled\":true,\"destination\":\"s3\"}}" })
	void refusesWhatNoPolicyCanBe(String body) {
		Account owner = this.scene.owner();
		TestCalls.expectError(TestCalls.call(this.web, "POST", POLICIES, owner, body), 400, "BAD_REQUEST");
	}

	@Test
	void onlyAdministratorsOfEntitledTenantsDecideAboutEvidence() {
		Account owner = this.scene.owner();
		String id = this.scene.policy(this.web, owner, "P90D", "", "", false);
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		String hold = "{\"name\":\"n\",\"reason\":\"r\"}";
		forbidden("POST", POLICIES, developer, body("P90D"));
		forbidden("DELETE", POLICIES + "/" + id, developer, null);
		forbidden("POST", "/v1/retention/cleanup", developer, "{\"policyId\":\"" + id + "\"}");
		forbidden("POST", HOLDS, developer, hold);
		TestCalls.call(this.web, "POST", "/v1/retention/preview", developer, "{\"policyId\":\"" + id + "\"}")
			.expectStatus()
			.isOk();
		TestCalls.expectError(TestCalls.call(this.web, "POST", POLICIES, this.tenants.owner(Tier.FREE), body("P90D")),
				403, "ENTITLEMENT_REQUIRED");
	}

	private void forbidden(String method, String path, Account account,
			@org.jspecify.annotations.Nullable String body) {
		TestCalls.expectError(TestCalls.call(this.web, method, path, account, body), 403, "FORBIDDEN");
	}

	@Test
	void anotherTenantsThingsAreNotThere() {
		Account owner = this.scene.owner();
		Account other = this.scene.owner();
		String id = this.scene.policy(this.web, owner, "P90D", "", "", false);
		String body = "{\"policyId\":\"" + id + "\"}";
		for (String path : List.of("/v1/retention/preview", "/v1/retention/cleanup")) {
			TestCalls.expectError(TestCalls.call(this.web, "POST", path, other, body), 404, "NOT_FOUND");
			TestCalls.expectError(TestCalls.call(this.web, "POST", path, owner, "{}"), 400, "BAD_REQUEST");
		}
		TestCalls.expectError(TestCalls.call(this.web, "GET", POLICIES + "/" + id, other, null), 404, "NOT_FOUND");
		TestCalls.expectError(TestCalls.call(this.web, "DELETE", POLICIES + "/" + id, other, null), 404, "NOT_FOUND");
		String execution = RetentionScene.text(this.scene.clean(this.web, owner, id, true), "executionId");
		String path = "/v1/retention/executions/" + execution;
		assertThat(this.scene.get(this.web, owner, path).get("status")).isEqualTo("completed");
		TestCalls.expectError(TestCalls.call(this.web, "GET", path, other, null), 404, "NOT_FOUND");
	}

	@Test
	void aHoldIsMadeListedAndReleasedOnceAndBothAreEvents() {
		Account owner = this.scene.owner();
		String made = TestCalls.body(TestCalls.call(this.web, "POST", HOLDS, owner, """
				{"name":"matter 1","reason":"lawsuit","scope":{"eventTypes":["kms.*"]},"from":"2026-01-01T00:00:00Z",
				 "until":"2026-02-01T00:00:00Z","resourceId":"key-1","actorId":"a"}"""), 201);
		Map<?, ?> hold = this.scene.read(made);
		assertThat(hold.get("status")).isEqualTo("active");
		String release = HOLDS + "/" + hold.get("holdId") + "/release";
		TestCalls.expectError(TestCalls.call(this.web, "POST", release, owner, "{}"), 400, "BAD_REQUEST");
		Account other = this.scene.owner();
		TestCalls.expectError(TestCalls.call(this.web, "POST", release, other, "{\"reason\":\"r\"}"), 404, "NOT_FOUND");
		String released = TestCalls.body(TestCalls.call(this.web, "POST", release, owner, "{\"reason\":\"settled\"}"),
				200);
		assertThat(this.scene.read(released).get("status")).isEqualTo("released");
		TestCalls.expectError(TestCalls.call(this.web, "POST", release, owner, "{\"reason\":\"r\"}"), 409, "CONFLICT");
		assertThat((List<?>) this.scene.get(this.web, owner, HOLDS).get("holds")).hasSize(1);
		assertThat(this.calls.events(owner.tenantId(), "audit.legal_hold.create")).hasSize(1);
		assertThat(this.calls.events(owner.tenantId(), "audit.legal_hold.release"))
			.filteredOn((event) -> event.contains("\"outcome\":\"success\""))
			.singleElement()
			.asString()
			.contains("\"severity\":\"warning\"", "key-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\":\"n\"}", "{\"name\":\"n\",\"reason\":\"r\",\"from\":\"yesterday\"}",
			"{\"name\":\"n\",\"reason\":\"r\",\"from\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-02T00:00:00Z\"}",
			"{\"name\":\"n\",\"reason\":\"r\",\"actorId\":\"\"}",
			"{\"name\":\"n\",\"reason\":\"r\",\"until\":\"+100000-01-01T00:00:00Z\"}" })
	void refusesWhatNoHoldCanBe(String body) {
		TestCalls.expectError(TestCalls.call(this.web, "POST", HOLDS, this.scene.owner(), body), 400, "BAD_REQUEST");
	}

}
