package io.qnsp.app.proof;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees: health for everybody, measurements for platform roles.
 */
@QnspServerTest
class ObservabilityTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void healthIsOneWordForEverybody(String path) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP")
			.jsonPath("$.components")
			.doesNotExist()
			.jsonPath("$.details")
			.doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/env", "/actuator/heapdump", "/actuator/configprops", "/actuator/loggers" })
	void nothingElseIsExposed(String path) {
		TestCalls.expectError(get(path, this.tenants.platform(Role.PLATFORM_OPERATOR)), 404, "NOT_FOUND");
	}

	@Test
	void measurementsNeedACredential() {
		TestCalls.expectError(this.client.get().uri("/actuator/prometheus").exchange(), 401, "UNAUTHORIZED");
	}

	@Test
	void measurementsAreNotForTenants() {
		TestCalls.expectError(get("/actuator/prometheus", this.tenants.owner()), 403, "FORBIDDEN");
	}

	@ParameterizedTest
	@EnumSource(value = Role.class, names = { "PLATFORM_OPERATOR", "PLATFORM_AUDITOR" })
	void platformRolesReadTheMeasurements(Role role) {
		get("/auth/api-keys?limit=1", this.tenants.owner()).expectStatus().isOk().expectBody();
		String text = get("/actuator/prometheus", this.tenants.platform(role)).expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(text)
			.containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/auth/api-keys\"[^}]*le=\"0\\.01\"")
			.contains("qnsp_crypto_lane_", "r2dbc_pool_acquired_connections{", "r2dbc_pool_pending_connections{",
					"qnsp_journal_append_seconds_bucket", "qnsp_journal_queue_depth", "qnsp_journal_lag_seconds")
			.contains("application=\"qnsp-server\"");
	}

	private WebTestClient.ResponseSpec get(String path, TestTenants.Account account) {
		return TestCalls.call(this.client, "GET", path, account, null);
	}

}
