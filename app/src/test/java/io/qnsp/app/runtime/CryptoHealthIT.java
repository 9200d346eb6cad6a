package io.qnsp.app.runtime;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class CryptoHealthIT {

	private static final String PATH = "/actuator/health/operators";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Test
	void tellsOperatorsWhoComputesWhat() {
		TestCalls.call(this.client, "GET", PATH, this.tenants.platform(Role.PLATFORM_OPERATOR), null)
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components.crypto.details['ml-dsa-65.sign']")
			.isEqualTo("native")
			.jsonPath("$.components.crypto.details['ml-kem-768.kem']")
			.isEqualTo("jdk")
			.jsonPath("$.components.crypto.details['slh-dsa-sha2-128f.sign']")
			.isEqualTo("bouncy-castle");
	}

	@Test
	void tellsNobodyElse() {
		TestCalls.expectError(TestCalls.call(this.client, "GET", PATH, this.tenants.owner(), null), 403, "FORBIDDEN");
		TestCalls.expectError(this.client.get().uri(PATH).exchange(), 401, "UNAUTHORIZED");
		this.client.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components")
			.doesNotExist();
	}

	@Test
	void isAGauge() {
		String metrics = TestCalls
			.body(TestCalls.call(this.client, "GET", "/actuator/prometheus?includedNames=qnsp_crypto_provider",
					this.tenants.platform(Role.PLATFORM_OPERATOR), null), 200);
		assertThat(metrics).contains("qnsp_crypto_provider{operation=\"ml-dsa-65.sign\",provider=\"native\"} 1.0");
	}

}
