package io.qnsp.kms.agility;

import java.util.Objects;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Short forms of the calls that tests of crypto agility make.
 */
public final class AgilityCalls {

	/** Where the endpoints are. */
	public static final String AGILITY = "/kms/v1/crypto-agility";

	/** Where plans are. */
	public static final String PLANS = AGILITY + "/migration-plans";

	private AgilityCalls() {
	}

	/**
	 * Makes a call.
	 * @param client the client
	 * @param method the HTTP method
	 * @param path the path
	 * @param account who calls
	 * @param body JSON, or {@code null}
	 * @param status the expected status
	 * @return the answer
	 */
	public static JsonNode call(WebTestClient client, String method, String path, Account account,
			@Nullable String body, int status) {
		return Objects.requireNonNull(TestCalls.call(client, method, path, account, body)
			.expectStatus()
			.isEqualTo(status)
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
	}

	/**
	 * Reads something.
	 * @param client the client
	 * @param path the path
	 * @param account who calls
	 * @return the answer
	 */
	public static JsonNode get(WebTestClient client, String path, Account account) {
		return call(client, "GET", path, account, null, 200);
	}

	/**
	 * Makes a key.
	 * @param client the client
	 * @param account whose
	 * @param algorithm its algorithm
	 * @param purpose what for
	 * @return its id
	 */
	public static String key(WebTestClient client, Account account, String algorithm, String purpose) {
		return new KeyCalls(client, account).create(algorithm, purpose).toString();
	}

	/**
	 * Makes a plan.
	 * @param client the client
	 * @param account whose
	 * @param body JSON
	 * @return its id
	 */
	public static String plan(WebTestClient client, Account account, String body) {
		return call(client, "POST", PLANS, account, body, 201).path("planId").asString();
	}

	/**
	 * Changes a plan's status.
	 * @param client the client
	 * @param account whose
	 * @param planId the plan
	 * @param status the status
	 * @param expected the expected HTTP status
	 * @return the answer
	 */
	public static JsonNode become(WebTestClient client, Account account, String planId, String status, int expected) {
		return call(client, "PATCH", PLANS + "/" + planId, account, """
				{"status": "%s"}""".formatted(status), expected);
	}

	/**
	 * Waits until a plan has a status.
	 * @param client the client
	 * @param account whose
	 * @param planId the plan
	 * @param status the status
	 * @return the plan then
	 */
	public static JsonNode await(WebTestClient client, Account account, String planId, String status) {
		Eventually.until("plan " + status,
				() -> get(client, PLANS + "/" + planId, account).path("status").asString().equals(status));
		return get(client, PLANS + "/" + planId, account);
	}

}
