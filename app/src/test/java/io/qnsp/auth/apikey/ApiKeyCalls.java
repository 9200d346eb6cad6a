package io.qnsp.auth.apikey;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of API keys ask again and again.
 */
final class ApiKeyCalls {

	private ApiKeyCalls() {
	}

	/**
	 * All keys of the account's tenant, page by page.
	 */
	static List<JsonNode> keysOf(WebTestClient client, Account account, int limit) {
		List<JsonNode> keys = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = JsonMapper.shared()
				.readTree(TestCalls
					.body(TestCalls.call(client, "GET", "/auth/api-keys?limit=" + limit + cursor, account, null), 200));
			assertThat(page.get("limit").asInt()).isEqualTo(limit);
			assertThat(page.get("apiKeys").size()).isLessThanOrEqualTo(limit);
			page.get("apiKeys").forEach(keys::add);
			cursor = page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").asString();
		}
		while (!cursor.isEmpty());
		return keys;
	}

}
