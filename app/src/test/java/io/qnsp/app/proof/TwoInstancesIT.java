package io.qnsp.app.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.qnsp.app.proof.PersistentClient.Work;
import io.qnsp.app.testing.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers on one database with one root key: they are one platform, and the loss of
 * one loses nothing that was answered.
 */
class TwoInstancesIT {

	private static final String KEY = "qnsp_pqc_two-instances-owner-key-0001";

	private static final String EVALUATE = "/auth/risk/evaluate";

	private static final String EVALUATION = """
			{"userId":"%s","ipAddress":"203.0.113.7","userAgent":"two-instances-test"}""";

	// PostgreSQL has 32 connections for both.
	private static final Map<String, String> POOLS = Map.of("QNSP_DATABASE_APPPOOLSIZE", "6",
			"QNSP_DATABASE_SYSTEMPOOLSIZE", "5", "QNSP_BOOTSTRAP_API_KEY", KEY);

	private static final ServerProcess FIRST = new ServerProcess(POOLS);

	private static final List<ServerProcess> OTHERS = new ArrayList<>();

	private final JsonMapper json = JsonMapper.shared();

	@BeforeAll
	static void startFirst() {
		FIRST.start();
	}

	@AfterAll
	static void stop() {
		OTHERS.forEach(ServerProcess::close);
		FIRST.close();
	}

	private static ServerProcess another() {
		PGSimpleDataSource database = FIRST.database("qnsp_app");
		ServerProcess other = new ServerProcess(POOLS);
		other.set("QNSP_DATABASE_URL", "postgresql://127.0.0.1:" + database.getPortNumbers()[0] + "/qnsp");
		Stream.of("owner", "app", "system")
			.forEach((role) -> other.set("QNSP_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD",
					FIRST.database("qnsp_" + role).getPassword()));
		other.set("QNSP_ROOT_KEY_FILE", FIRST.data().resolve("keys/root.key").toString());
		OTHERS.add(other);
		other.start();
		return other;
	}

	@Test
	void aRevocationOnOneEndsTheTokenOnTheOther() {
		ServerProcess second = another();
		JsonNode key = created(FIRST.call("POST", "/auth/api-keys", KEY, """
				{"name":"shared","scopes":["read:auth"]}""").body());
		String secret = key.path("key").asString();
		assertThat(secret).as(key.toString()).startsWith("qnsp_pqc_");
		String token = created(FIRST.call("POST", "/auth/token", secret, """
				{"grant_type":"client_credentials","client_secret":"%s"}""".formatted(secret)).body())
			.path("access_token")
			.asString();
		String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
		String tokenId = this.json.readTree(claims).path("jti").asString();
		assertThat(second.call("GET", "/auth/api-keys", token, null).statusCode()).isEqualTo(200);
		assertThat(FIRST.call("POST", "/auth/token/revoke", token, """
				{"tokenId":"%s"}""".formatted(tokenId)).statusCode()).isEqualTo(200);
		assertThat(FIRST.call("GET", "/auth/api-keys", token, null).statusCode()).isEqualTo(401);
		await().atMost(Duration.ofSeconds(5))
			.until(() -> second.call("GET", "/auth/api-keys", token, null).statusCode() == 401);
		second.stop();
	}

	@Test
	void aKeyOfOneWorksOnTheOtherUntilItIsDisabledOnEither() {
		ServerProcess second = another();
		String keys = "/kms/v1/keys";
		String key = keys + "/" + created(FIRST.call("POST", keys, KEY, """
				{"algorithm":"AES-256-GCM","purpose":"encryption"}""").body()).path("keyId").asString();
		String ciphertext = created(FIRST.call("POST", key + "/encrypt", KEY, """
				{"plaintextB64":"c2VjcmV0"}""").body()).path("ciphertextB64").asString();
		String decrypt = "{\"ciphertextB64\":\"%s\"}".formatted(ciphertext);
		assertThat(second.call("POST", key + "/decrypt", KEY, decrypt).body()).contains("c2VjcmV0");
		assertThat(FIRST.call("POST", key + "/rotate", KEY, null).statusCode()).isEqualTo(200);
		await().atMost(Duration.ofSeconds(5)).until(() -> second.call("POST", key + "/encrypt", KEY, """
				{"plaintextB64":"c2VjcmV0"}""").body().contains("\"keyVersion\":2"));
		assertThat(second.call("POST", key + "/disable", KEY, null).statusCode()).isEqualTo(200);
		assertThat(second.call("POST", key + "/decrypt", KEY, decrypt).statusCode()).isEqualTo(409);
		await().atMost(Duration.ofSeconds(5))
			.until(() -> FIRST.call("POST", key + "/decrypt", KEY, decrypt).statusCode() == 409);
		second.stop();
	}

	@Test
	void theLossOfOneLosesNothingThatWasAnswered() throws Exception {
		ServerProcess second = another();
		StreamClient stream = new StreamClient(FIRST, KEY);
		Thread reading = Thread.ofPlatform().daemon().start(stream);
		await().atMost(Duration.ofSeconds(10)).until(stream::isConnected);
		List<PersistentClient> clients = List.of(
				new PersistentClient(FIRST, KEY, "of-first", new Work(EVALUATE, EVALUATION)),
				new PersistentClient(second, KEY, "of-second", new Work(EVALUATE, EVALUATION)));
		List<Thread> threads = clients.stream().map((client) -> Thread.ofPlatform().start(client)).toList();
		await().atMost(Duration.ofSeconds(60))
			.until(() -> clients.stream().allMatch((client) -> client.answered().size() > 150));
		second.kill();
		int survivors = clients.getFirst().answered().size();
		await().atMost(Duration.ofSeconds(30)).until(() -> clients.getFirst().answered().size() > survivors + 150);
		clients.forEach(PersistentClient::stop);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(clients.getFirst().refused()).isEmpty();
		JdbcTemplate database = new JdbcTemplate(FIRST.database("qnsp_system"));
		everyAnswerHasItsEventOnce(database, clients);
		usageEqualsTheEvents(database);
		streamHasThemAll(database, stream);
		stream.stop();
		reading.join(Duration.ofSeconds(20));
	}

	private static void everyAnswerHasItsEventOnce(JdbcTemplate database, List<PersistentClient> clients) {
		List<String> events = database.queryForList("""
				SELECT request_id FROM audit_event
				WHERE event_type = 'auth.risk.evaluate' AND request_id LIKE 'of-%'""", String.class);
		assertThat(events).doesNotHaveDuplicates();
		clients.forEach((client) -> assertThat(events).containsAll(client.answered()));
	}

	private static void usageEqualsTheEvents(JdbcTemplate database) {
		String billed = """
				SELECT count(*) FROM audit_event WHERE billable_operation = 'auth.risk_evaluation'""";
		String metered = """
				SELECT coalesce(sum(calls), 0) FROM usage_meter WHERE billable_operation = 'auth.risk_evaluation'""";
		await().atMost(Duration.ofSeconds(20))
			.until(() -> database.queryForObject(billed, Long.class)
				.equals(database.queryForObject(metered, Long.class)));
	}

	// The stream of one server shows what the other one did, once and in order.
	private static void streamHasThemAll(JdbcTemplate database, StreamClient stream) throws IOException {
		String ours = """
				SELECT event_id::text FROM audit_event WHERE request_id LIKE 'of-%' ORDER BY xid, event_id""";
		List<String> journal = database.queryForList(ours, String.class);
		await().atMost(Duration.ofSeconds(20)).until(() -> stream.lastEventId().equals(journal.getLast()));
		assertThat(stream.eventIds()).filteredOn(journal::contains).containsExactlyElementsOf(journal);
	}

	private JsonNode created(String body) {
		return this.json.readTree(body);
	}

}
