package io.qnsp.app.proof;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.app.proof.ApiCalls.Case;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are used again and again. Answers that are ready at once and answers
 * that take a while alternate on each of them: with Reactor Netty before 1.3.8 one call
 * in 500 of such a mix got none (reactor-netty #4347).
 */
@QnspServerTest
@TestPropertySource(properties = { "qnsp.rate-limits.groups.anonymous.rate=1000000",
		"qnsp.rate-limits.groups.anonymous.burst=1000000" })
class KeepAliveTests {

	private static final int CALLS = 1_500;

	@Autowired
	private TestTenants tenants;

	@LocalServerPort
	private int port;

	@Test
	void answersEveryCallOnConnectionsThatAreKept() {
		String owner = this.tenants.owner().key();
		List<Case> mixed = new ArrayList<>();
		for (int call = 0; call < CALLS; call++) {
			mixed.add(
					new Case("at once", "GET", "/auth/api-keys", "garbage", "", null, (status) -> status == 401, null));
			mixed.add(new Case("from the database", "GET", "/auth/risk/policies/0197a000-0000-7000-8000-0000dead0008",
					owner, "", null, (status) -> status == 404, null));
		}
		ApiCalls calls = new ApiCalls(this.port);
		calls.run(mixed);
		assertThat(calls.violations()).isEmpty();
	}

}
