package io.qnsp.app.proof;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.qnsp.app.testing.ServerProcess;
import io.qnsp.app.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server under the profiles {@code production} and {@code tracing}: what it prints,
 * what it refuses to start without, and the spans that it sends.
 */
class ObservabilityIT {

	private static final String KEY = "qnsp_pqc_observability-owner-key-0001";

	private static final String OPERATOR_KEY = "qnsp_pqc_observability-operator-key-01";

	private static final String DEMO_TENANT = "00000000-0000-7000-8000-000000000002";

	private static final OtlpReceiver RECEIVER = new OtlpReceiver();

	private static final Path ROOT_KEY = TestDatabase.newFolder().resolve("root.key");

	private static final byte[] ROOT_KEY_BYTES = new byte[32];

	private static final ServerProcess SERVER = new ServerProcess(
			environment(Map.of("SPRING_PROFILES_ACTIVE", "production,tracing", "QNSP_ROOT_KEY_FILE",
					ROOT_KEY.toString(), "QNSP_BOOTSTRAP_API_KEY", KEY, "QNSP_BOOTSTRAP_OPERATOR_API_KEY", OPERATOR_KEY,
					"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", RECEIVER.endpoint(), "OTEL_TRACES_SAMPLER_ARG", "1.0")));

	private final JsonMapper json = JsonMapper.shared();

	private static Map<String, String> environment(Map<String, String> environment) {
		return new HashMap<>(environment);
	}

	@BeforeAll
	static void start() throws IOException {
		new SecureRandom().nextBytes(ROOT_KEY_BYTES);
		Files.createFile(ROOT_KEY, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.write(ROOT_KEY, ROOT_KEY_BYTES);
		SERVER.start();
	}

	@AfterAll
	static void stop() {
		SERVER.close();
		RECEIVER.close();
	}

	@Test
	void sendsASpanNamedLikeTheEndpoint() {
		assertThat(create("traced").statusCode()).isEqualTo(201);
		await().atMost(Duration.ofSeconds(20)).until(() -> RECEIVER.received().contains("http post /auth/api-keys"));
		assertThat(RECEIVER.received()).contains("qnsp-server").doesNotContain(KEY);
	}

	@Test
	void failureIsOneLogLineWithRequestIdAndTenant() throws SQLException {
		HttpResponse<String> refused;
		try (Connection connection = SERVER.database("postgres").getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE");
			refused = create("logged");
			connection.rollback();
		}
		assertThat(refused.statusCode()).isEqualTo(503);
		String requestId = refused.headers().firstValue("X-Request-Id").orElseThrow();
		List<JsonNode> lines = SERVER.output()
			.lines()
			.filter((line) -> line.contains(requestId))
			.map(this.json::readTree)
			.toList();
		assertThat(lines).singleElement().satisfies((line) -> {
			assertThat(line.path("requestId").asString()).isEqualTo(requestId);
			assertThat(line.path("tenantId").asString()).isEqualTo(DEMO_TENANT);
			assertThat(line.path("log").path("level").asString()).isEqualTo("WARN");
			assertThat(line.path("message").asString()).startsWith("AUDIT_UNAVAILABLE");
		});
	}

	@Test
	void printsNoSecretWhateverHappens() {
		JsonNode made = this.json.readTree(create("printed").body());
		String key = made.path("key").asString();
		JsonNode token = this.json.readTree(
				SERVER
					.call("POST", "/auth/token", key,
							"""
									{"grant_type":"client_credentials","client_id":"%s","client_secret":"%s"}"""
								.formatted(made.path("apiKeyId").asString(), key))
					.body());
		String accessToken = token.path("access_token").asString("");
		assertThat(accessToken).as(token.toString()).isNotEmpty();
		SERVER.call("GET", "/auth/api-keys", accessToken, null);
		SERVER.call("GET", "/auth/api-keys", accessToken + "x", null);
		SERVER.call("GET", "/auth/api-keys", key + "x", null);
		SERVER.call("POST", "/auth/token", key, """
				{"grant_type":"client_credentials","client_secret":"%s","scope":{}}""".formatted(key));
		SERVER.call("POST", "/auth/token", key, "{\"client_secret\":\"" + key + "\"");
		String output = SERVER.output();
		assertThat(output).contains("Started QnspServer")
			.doesNotContain(KEY, OPERATOR_KEY, key, accessToken, accessToken.split("\\.")[2])
			.doesNotContain(HexFormat.of().formatHex(ROOT_KEY_BYTES))
			.doesNotContain("qnsp_pqc_", "shown this once");
		assertThat(output).doesNotContain(SERVER.database("qnsp_app").getPassword(),
				SERVER.database("postgres").getPassword());
	}

	@Test
	void everyLineOfTheLogIsJson() {
		assertThat(SERVER.output().lines().filter((line) -> !line.isBlank()))
			.allSatisfy((line) -> assertThat(this.json.readTree(line).path("@timestamp").isString()).isTrue());
	}

	@Test
	void productionRefusesToStartWithoutARootKey() {
		refusesToStart(Map.of("SPRING_PROFILES_ACTIVE", "production", "QNSP_BOOTSTRAP_OPERATOR_API_KEY", OPERATOR_KEY),
				"set QNSP_ROOT_KEY_FILE");
	}

	@Test
	void productionRefusesToStartWithoutAnOperatorKey() {
		refusesToStart(Map.of("SPRING_PROFILES_ACTIVE", "production", "QNSP_ROOT_KEY_FILE", ROOT_KEY.toString()),
				"set QNSP_BOOTSTRAP_OPERATOR_API_KEY");
	}

	private static void refusesToStart(Map<String, String> environment, String message) {
		try (ServerProcess refusing = new ServerProcess(environment)) {
			assertThat(refusing.runToItsEnd()).isNotZero();
			assertThat(refusing.output()).contains(message).doesNotContain("shown this once");
		}
	}

	private static HttpResponse<String> create(String name) {
		return SERVER.call("POST", "/auth/api-keys", KEY, """
				{"name":"%s","scopes":["*"]}""".formatted(name));
	}

}
