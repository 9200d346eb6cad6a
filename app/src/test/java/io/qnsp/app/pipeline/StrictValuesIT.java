package io.qnsp.app.pipeline;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@QnspServerTest
class StrictValuesIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@ParameterizedTest
	@ValueSource(strings = { "limit=0x10", "limit=\u0663", "limit=1_0", "limit=+5", "limit=1e1", "limit=-",
			"limit=99999999999", "enabled=yes", "enabled=on", "enabled=1", "enabled=TRUE" })
	void refusesASecondSpelling(String query) {
		TestCalls.expectError(
				TestCalls.call(this.client, "GET", "/auth/risk/policies?" + query, this.tenants.owner(), null), 400,
				"BAD_REQUEST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=10", "limit=007", "enabled=true", "enabled=false" })
	void readsTheOne(String query) {
		TestCalls.call(this.client, "GET", "/auth/risk/policies?" + query, this.tenants.owner(), null)
			.expectStatus()
			.isOk()
			.expectBody();
	}

}
