package io.qnsp.app.page;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.auth.risk.RiskCalls;

import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Billable calls, each of which makes one event.
 */
final class Evaluations {

	/** The type of their events. */
	static final String EVENT = "auth.risk.evaluate";

	private Evaluations() {
	}

	static void make(WebTestClient web, Account account, int times) {
		for (int i = 0; i < times; i++) {
			TestCalls.body(TestCalls.call(web, "POST", "/auth/risk/evaluate", account, RiskCalls.home("user-" + i)),
					200);
		}
	}

}
