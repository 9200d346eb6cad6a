package io.qnsp.kms.analytics;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants.Account;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Short forms of the calls and rows that tests of key analytics need.
 */
public final class AnalyticsCalls {

	/** The path of all of it. */
	public static final String PATH = "/kms/v1/analytics";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final WebTestClient client;

	/**
	 * Creates it.
	 * @param client the client
	 */
	public AnalyticsCalls(WebTestClient client) {
		this.client = client;
	}

	/**
	 * Makes a key.
	 * @param account who calls
	 * @param body the key as it is asked for
	 * @return its id
	 */
	public UUID key(Account account, String body) {
		return UUID.fromString(call("POST", "/kms/v1/keys", account, body, 201).path("keyId").asString());
	}

	/**
	 * Makes a signing key.
	 * @param account who calls
	 * @return its id
	 */
	public UUID signingKey(Account account) {
		return key(account, "{\"algorithm\":\"ML-DSA-44\",\"name\":\"release\"}");
	}

	/**
	 * Signs a few bytes.
	 * @param account who calls
	 * @param keyId the key
	 * @param application the application that is named, or {@code null}
	 * @param bytes how many bytes
	 * @param status the status that is expected
	 */
	public void sign(Account account, UUID keyId, @Nullable String application, int bytes, int status) {
		use(account, keyId, "sign", application, "{\"dataB64\":\"" + base64(bytes) + "\"}", status);
	}

	/**
	 * Uses a key.
	 * @param account who calls
	 * @param keyId the key
	 * @param operation what to do
	 * @param application the application that is named, or {@code null}
	 * @param body the request
	 * @param status the status that is expected
	 * @return the answer
	 */
	public JsonNode use(Account account, UUID keyId, String operation, @Nullable String application, String body,
			int status) {
		WebTestClient.RequestBodySpec request = this.client.post()
			.uri("/kms/v1/keys/" + keyId + "/" + operation)
			.header("Authorization", account.bearer())
			.contentType(MediaType.APPLICATION_JSON);
		if (application != null) {
			request = request.header("X-Application-Id", application);
		}
		return JSON.readTree(TestCalls.body(request.bodyValue(body).exchange(), status));
	}

	/**
	 * Records a use from outside.
	 * @param account who calls
	 * @param keyId the key
	 * @param application the application
	 * @param operation the operation
	 * @param bytes how many bytes
	 */
	public void record(Account account, UUID keyId, String application, String operation, long bytes) {
		call("POST", PATH + "/applications/record", account, """
				{"applicationId":"%s","keyId":"%s","operation":"%s","bytesProcessed":%d}
				""".formatted(application, keyId, operation, bytes), 201);
	}

	/**
	 * Makes a rule.
	 * @param account who calls
	 * @param body the rule
	 * @return its id
	 */
	public UUID rule(Account account, String body) {
		return UUID.fromString(call("POST", PATH + "/alert-rules", account, body, 201).path("ruleId").asString());
	}

	/**
	 * The alerts of a tenant.
	 * @param account who calls
	 * @return newest first
	 */
	public JsonNode alerts(Account account) {
		return get("/alerts", account).path("alerts");
	}

	/**
	 * Reads.
	 * @param path the path below that of analytics
	 * @param account who calls
	 * @return the answer
	 */
	public JsonNode get(String path, Account account) {
		return call("GET", PATH + path, account, null, 200);
	}

	/**
	 * Calls.
	 * @param method the method
	 * @param path the path
	 * @param account who calls
	 * @param body the body, or {@code null}
	 * @param status the status that is expected
	 * @return the answer
	 */
	public JsonNode call(String method, String path, Account account, @Nullable String body, int status) {
		return JSON.readTree(TestCalls.body(TestCalls.call(this.client, method, path, account, body), status));
	}

	/**
	 * Some bytes.
	 * @param length how many
	 * @return in base64
	 */
	public static String base64(int length) {
		return Base64.getEncoder().encodeToString(new byte[length]);
	}

	/**
	 * Runs a statement across tenants, past HTTP, so that times can be chosen.
	 * @param sql the statement
	 */
	public static void execute(String sql) {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	/**
	 * Reads across tenants.
	 * @param sql a query with one column
	 * @return its rows
	 */
	public static List<String> rows(String sql) {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> texts = new ArrayList<>();
			while (rows.next()) {
				texts.add(rows.getString(1));
			}
			return texts;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

}
