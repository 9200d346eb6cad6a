package io.qnsp.auth.risk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that tests of the risk endpoints share.
 */
@Component
public final class RiskCalls {

	/** A user agent. */
	public static final String FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

	// Read as any client reads it, not as this server does.
	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final Sql systemSql;

	RiskCalls(@Qualifier("systemSql") Sql systemSql) {
		this.systemSql = systemSql;
	}

	/** A user at home in Paris. */
	public static String home(String userId) {
		return attempt(userId, "203.0.113.5", FIREFOX, "FR", 48.8566, 2.3522, "laptop", 0);
	}

	/** Somebody else who has the user's password. */
	public static String attacker(String userId) {
		return attempt(userId, "198.51.100.77", "python-requests/2.32", "BR", -23.55, -46.63, "stranger", 0);
	}

	/** An attempt. */
	public static String attempt(String userId, String ip, String agent, String country, double latitude,
			double longitude, String fingerprint, int failed) {
		return """
				{"userId": "%s", "ipAddress": "%s", "userAgent": "%s",
				"geoLocation": {"country": "%s", "city": "Somewhere", "latitude": %s, "longitude": %s},
				"deviceFingerprint": "%s", "sessionContext": {"failedAttempts": %d}}""".formatted(userId, ip, agent,
				country, latitude, longitude, fingerprint, failed);
	}

	/** Calls an endpoint. */
	private static ResponseSpec call(WebTestClient client, String method, String path, TestTenants.Account account,
			@Nullable String body) {
		WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(method))
			.uri(path)
			.header("Authorization", account.bearer());
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange()
				: request.exchange();
	}

	/** Calls an endpoint for its status. */
	public static void status(WebTestClient client, String method, String path, TestTenants.Account account,
			@Nullable String body, int status) {
		call(client, method, path, account, body).expectStatus().isEqualTo(status).expectBody().returnResult();
	}

	/** Calls an endpoint for a JSON object. */
	public static Map<String, Object> json(WebTestClient client, String method, String path,
			TestTenants.Account account, @Nullable String body, int status) {
		byte[] answer = Objects.requireNonNull(call(client, method, path, account, body).expectStatus()
			.isEqualTo(status)
			.expectBody()
			.returnResult()
			.getResponseBody());
		return JsonMapper.shared().readValue(answer, OBJECT);
	}

	/** Evaluates an attempt. */
	public static Map<String, Object> evaluate(WebTestClient client, TestTenants.Account account, String attempt) {
		return json(client, "POST", "/auth/risk/evaluate", account, attempt, 200);
	}

	/** The score of an evaluation. */
	public static double score(Map<String, Object> evaluation) {
		return ((Number) Objects.requireNonNull(evaluation.get("riskScore"))).doubleValue();
	}

	/** A factor of an evaluation. */
	@SuppressWarnings("unchecked")
	public static Map<String, Object> factor(Map<String, Object> evaluation, String name) {
		return ((List<Map<String, Object>>) Objects.requireNonNull(evaluation.get("factors"))).stream()
			.filter((factor) -> name.equals(factor.get("name")))
			.findFirst()
			.orElseThrow();
	}

	/** The reason of a factor. */
	public static String reason(Map<String, Object> evaluation, String name) {
		return String.valueOf(factor(evaluation, name).get("reason"));
	}

	/** The score of a factor. */
	public static double score(Map<String, Object> evaluation, String name) {
		return ((Number) Objects.requireNonNull(factor(evaluation, name).get("score"))).doubleValue();
	}

	/**
	 * Signs a user in often enough that the model knows them, and waits until it does.
	 */
	public void learnHome(WebTestClient client, TestTenants.Account account, String userId) {
		for (int i = 0; i < 12; i++) {
			evaluate(client, account, home(userId));
		}
		eventually().untilAsserted(() -> assertThat(reason(evaluate(client, account, home(userId)), "login_pattern"))
			.startsWith("Known address"));
	}

	/** Waits for what is derived from the journal. */
	public static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
	}

	/** The rows of a tenant in a table, as JSON texts. */
	public List<String> rows(String sql, UUID tenantId) {
		return Objects.requireNonNull(this.systemSql.query(sql)
			.bind("tenant", tenantId)
			.all((row) -> Columns.text(row, "row"))
			.collectList()
			.block());
	}

	/** A number from the database. */
	public long number(String sql, UUID tenantId) {
		return Objects.requireNonNull(this.systemSql.query(sql)
			.bind("tenant", tenantId)
			.one((row) -> Columns.required(row, "number", Long.class))
			.block());
	}

}
