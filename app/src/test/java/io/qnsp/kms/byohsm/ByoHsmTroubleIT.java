package io.qnsp.kms.byohsm;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestHsms;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import io.qnsp.kms.analytics.AnalyticsCalls;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.byohsm.HsmCalls.CONNECTIONS;
import static io.qnsp.kms.byohsm.HsmCalls.PATH;
import static io.qnsp.kms.byohsm.HsmCalls.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tokens that are somebody else's, wrong PINs, HSMs that hang or are not there.
 */
@QnspServerTest
class ByoHsmTroubleIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls events;

	@Autowired
	private TenantKeys tenantKeys;

	@Autowired
	private ConnectionRepository connections;

	@Autowired
	@Qualifier("resealedCredentials")
	private PeriodicJob resealing;

	private HsmCalls calls() {
		return new HsmCalls(this.client, this.tenants.owner());
	}

	@AfterEach
	void endFaults() {
		TestHsms.faulty().clear();
	}

	@Test
	void aTokenServesOneConnectionOfOneTenantWhateverItIsCalled() {
		SoftToken token = SoftToken.take();
		HsmCalls owner = calls();
		HsmCalls stranger = calls();
		// Registered before the owner's validation, which is what counts.
		UUID early = stranger.register("softhsm", "serial:" + token.serial(), "guessed");
		UUID connection = owner.connected("softhsm", token);
		for (HsmCalls calls : List.of(owner, stranger)) {
			for (String endpoint : List.of("label:" + token.label(), "serial:" + token.serial())) {
				String refusal = TestCalls.body(
						calls.call("POST", CONNECTIONS, HsmCalls.registration("softhsm", endpoint, token.pin())), 409);
				assertThat(refusal).doesNotContain(connection.toString(), owner.account().tenantId().toString());
			}
		}
		TestCalls.expectError(stranger.call("POST", CONNECTIONS + "/" + early + "/validate", null), 409, "CONFLICT");
		assertThat(stranger.read(early).path("refusedLogins").asInt()).isZero();
		owner.delete(connection, false);
		stranger.connected("softhsm", token);
	}

	@Test
	void aFailedValidationKeepsNobodyOutOfTheToken() {
		SoftToken token = SoftToken.take();
		HsmCalls stranger = calls();
		UUID guess = stranger.register("softhsm", "label:" + token.label(), "guessed");
		JsonNode refused = stranger.validate(guess);
		assertThat(refused.path("valid").asBoolean()).isFalse();
		assertThat(refused.path("details").path("connectivity").asBoolean()).isTrue();
		assertThat(refused.path("details").path("authentication").asBoolean()).isFalse();
		calls().connected("softhsm", token);
	}

	@Test
	void aWrongPinIsTriedOnceAndCountedUntilThereIsAnother() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID connection = calls.register("safenet", "label:" + token.label(), "wrong-pin");
		long before = library.calls("C_Login");
		for (int i = 0; i < 3; i++) {
			assertThat(calls.validate(connection).path("valid").asBoolean()).isFalse();
		}
		assertThat(library.calls("C_Login") - before).isOne();
		JsonNode read = calls.read(connection);
		assertThat(read.path("status").asString()).isEqualTo("error");
		assertThat(read.path("refusedLogins").asInt()).isOne();
		assertThat(this.events.events(calls.account().tenantId(), "kms.hsm_connection.refuse")).hasSize(1);
		patch(calls, connection, "{\"name\": \"still wrong\"}");
		assertThat(calls.validate(connection).path("valid").asBoolean()).isFalse();
		assertThat(library.calls("C_Login") - before).isOne();

		patch(calls, connection, credentials(token.pin()));
		assertThat(calls.read(connection).path("status").asString()).isEqualTo("pending_validation");
		assertThat(calls.validate(connection).path("valid").asBoolean()).isTrue();
		assertThat(calls.read(connection).path("refusedLogins").asInt()).isZero();
	}

	@Test
	void aTokenThatRefusedThreePinsOfWhateverConnectionsIsLeftAloneForAWhile() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls owner = calls();
		UUID own = owner.register("safenet", "label:" + token.label(), token.pin());
		long before = library.calls("C_Login");
		for (int i = 0; i < 2; i++) {
			HsmCalls stranger = calls();
			UUID guess = stranger.register("safenet", "label:" + token.label(), "guess" + i);
			assertThat(stranger.validate(guess).path("valid").asBoolean()).isFalse();
			patch(stranger, guess, credentials("another-guess"));
			JsonNode refused = stranger.validate(guess);
			assertThat(refused.path("valid").asBoolean()).isFalse();
			assertThat(refused.path("details").path("authentication").asBoolean()).isFalse();
			stranger.delete(guess, false);
		}
		assertThat(library.calls("C_Login") - before).isEqualTo(3);
		JsonNode waits = owner.validate(own);
		assertThat(waits.path("valid").asBoolean()).isFalse();
		assertThat(waits.path("details").path("connectivity").asBoolean()).isTrue();
		assertThat(waits.path("details").path("authentication").asBoolean()).isFalse();
		assertThat(waits.path("errors").path(0).asString()).contains("refused 3 PINs in a row");
		assertThat(owner.read(own).path("refusedLogins").asInt()).isZero();
		assertThat(library.calls("C_Login") - before).isEqualTo(3);
	}

	@Test
	void aConnectionInUseIsNotLoggedInAgainWithARefusedPinAndWorksWithANewOne() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID connection = calls.connected("safenet", token);
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"ec\""));
		patch(calls, connection, credentials("wrong-pin"));
		long before = library.calls("C_Login");
		for (int i = 0; i < 3; i++) {
			TestCalls.expectError(calls.sign(key, "x", null), 409, "CONFLICT");
		}
		assertThat(library.calls("C_Login") - before).isOne();
		assertThat(calls.read(connection).path("refusedLogins").asInt()).isOne();
		patch(calls, connection, credentials(token.pin()));
		answer(calls.sign(key, "x", null), 200);
	}

	@Test
	void whatAnotherInstanceWasRefusedIsNotTriedHere() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID connection = calls.connected("safenet", token);
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"ec\""));
		AnalyticsCalls
			.execute("UPDATE kms_hsm_connection SET refused_logins = 1, status = 'error' WHERE connection_id = '%s'"
				.formatted(connection));
		long before = library.calls("C_Login");
		// The token wants a new login.
		library.on("C_SignInit", "C_Sign").only(token).next(1).dropSessions();
		TestCalls.expectError(calls.sign(key, "x", null), 409, "CONFLICT");
		assertThat(library.calls("C_Login")).isEqualTo(before);
		patch(calls, connection, credentials(token.pin()));
		library.clear();
		answer(calls.sign(key, "x", null), 200);
	}

	private static JsonNode patch(HsmCalls calls, UUID connection, String body) {
		return answer(calls.call("PATCH", CONNECTIONS + "/" + connection, body), 200);
	}

	private static String credentials(String pin) {
		return "{\"connectionConfig\": {\"credentials\": {\"type\": \"api_key\", \"data\": {\"pin\": \"%s\"}}}}"
			.formatted(pin);
	}

	@Test
	void aHungHsmIsA503WithinTheTimeoutAndCostsOthersNothing() throws Exception {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID hung = calls.connected("safenet", token);
		String hungKey = HsmCalls.id(calls.key(hung, "\"keyType\": \"ec\""));
		UUID other = calls.connected("safenet", SoftToken.take());
		String otherKey = HsmCalls.id(calls.key(other, "\"keyType\": \"ec\""));
		library.on("C_Sign", "C_SignInit").only(token).hang();
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> calls.sign(hungKey, "x", null)
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.exists("Retry-After")
			.expectBody());
		Eventually.until("a hanging call", () -> library.hanging() > 0);
		long start = System.nanoTime();
		answer(calls.sign(otherKey, "x", null), 200);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		waiting.get(10, TimeUnit.SECONDS);
		Eventually.until("the failure in the list",
				() -> calls.get(CONNECTIONS + "/" + hung + "/operations").toString().contains("failure"));
		JsonNode health = calls.read(hung).path("healthMetrics");
		assertThat(health.path("errorRate").asDouble()).isPositive();
		library.clear();
		Eventually.until("the HSM is back",
				() -> calls.sign(hungKey, "x", null).expectBody().returnResult().getStatus().value() == 200);
	}

	@ParameterizedTest
	@CsvSource({ "softhsm,label:no-such-token", "google_cloud_hsm,label:any" })
	void anHsmThatIsNotThereIsAnInvalidConnectionAndNoError(String provider, String endpoint) {
		HsmCalls calls = calls();
		SoftToken.library();
		UUID connection = calls.register(provider, endpoint, "1234");
		JsonNode validated = calls.validate(connection);
		assertThat(validated.path("valid").asBoolean()).isFalse();
		assertThat(validated.path("details").path("connectivity").asBoolean()).isFalse();
		assertThat(validated.path("errors")).hasSize(1);
		assertThat(validated.toString()).doesNotContain("no-such-folder");
		assertThat(calls.read(connection).path("status").asString()).isEqualTo("error");
	}

	@Test
	void othersSeeAndUseNothing() {
		HsmCalls owner = calls();
		HsmCalls other = calls();
		UUID connection = owner.connected("softhsm", SoftToken.take());
		String key = HsmCalls.id(owner.key(connection, "\"keyType\": \"aes\""));
		String one = CONNECTIONS + "/" + connection;
		for (String[] call : new String[][] { { "GET", one, null }, { "PATCH", one, "{\"name\": \"mine\"}" },
				{ "DELETE", one + "?force=true", null }, { "POST", one + "/validate", null },
				{ "GET", one + "/operations", null },
				{ "POST", PATH + "/keys", "{\"connectionId\": \"%s\", \"keyType\": \"aes\"}".formatted(connection) },
				{ "POST", PATH + "/wrap", "{\"wrappingKeyId\": \"%s\", \"keyToWrap\": \"AAAA\"}".formatted(key) },
				{ "POST", PATH + "/unwrap", "{\"unwrappingKeyId\": \"%s\", \"wrappedKey\": \"AAAA\"}".formatted(key) },
				{ "POST", PATH + "/sign", "{\"keyId\": \"%s\", \"data\": \"AAAA\"}".formatted(key) },
				{ "POST", PATH + "/verify",
						"{\"keyId\": \"%s\", \"data\": \"\", \"signature\": \"\"}".formatted(key) } }) {
			TestCalls.expectError(other.call(call[0], call[1], call[2]), 404, "NOT_FOUND");
		}
		assertThat(other.get(CONNECTIONS).path("connections")).isEmpty();
		assertThat(other.get(PATH + "/keys").path("keys")).isEmpty();
		assertThat(other.get(PATH + "/keys?connectionId=" + connection).path("keys")).isEmpty();
		assertThat(owner.read(connection).path("name").asString()).isEqualTo("our HSM");
	}

	@Test
	void aConnectionWithKeysIsDeletedOnlyByForce() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"aes\""));
		calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\"");
		String one = CONNECTIONS + "/" + connection;
		JsonNode refusal = answer(calls.call("DELETE", one, null), 409);
		assertThat(refusal.path("details").path("byohsmKeys").asInt()).isEqualTo(2);
		assertThat(answer(
				calls.call("PATCH", one,
						"""
								{"connectionConfig": {"endpoint": "label:elsewhere", "credentials": {"type": "api_key", "data": {"pin": "1"}}}}
								"""),
				409)
			.path("details")
			.path("byohsmKeys")
			.asInt()).isEqualTo(2);
		assertThat(used(calls)).isEqualTo("2");
		calls.delete(connection, true);
		TestCalls.expectError(calls.call("GET", one, null), 404, "NOT_FOUND");
		TestCalls.expectError(calls.wrap(key, "AAAA", null), 404, "NOT_FOUND");
		assertThat(used(calls)).isEqualTo("0");
	}

	private static String used(HsmCalls calls) {
		return AnalyticsCalls
			.rows("""
					SELECT coalesce(sum(used), 0)::text FROM quota_usage WHERE tenant_id = '%s' AND resource = 'kms.hsm.keys'
					"""
				.formatted(calls.account().tenantId()))
			.getFirst();
	}

	@Test
	void aTenantHasAHundredConnectionsAtMostAndListsThemByPages() {
		HsmCalls calls = calls();
		calls.register("softhsm", "label:first", "1234");
		AnalyticsCalls.execute(
				"""
						INSERT INTO kms_hsm_connection (tenant_id, connection_id, name, provider, endpoint, credential_type, sealed,
							sealed_by, metadata, version, status, refused_logins, created_at, updated_at)
						SELECT tenant_id, gen_random_uuid(), name, provider, endpoint, credential_type, sealed, sealed_by, metadata,
							version, status, refused_logins, created_at + n * interval '1 second', updated_at
						FROM kms_hsm_connection, generate_series(1, 99) n WHERE tenant_id = '%s'
						"""
					.formatted(calls.account().tenantId()));
		TestCalls.expectError(calls.call("POST", CONNECTIONS, HsmCalls.registration("softhsm", "label:x", "1234")), 409,
				"CONFLICT");
		JsonNode page = calls.get(CONNECTIONS + "?limit=60");
		assertThat(page.path("connections")).hasSize(60);
		JsonNode rest = calls.get(CONNECTIONS + "?limit=60&cursor=" + page.path("nextCursor").asString());
		assertThat(rest.path("connections")).hasSize(40);
		assertThat(rest.path("nextCursor").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"\"}",
			"{\"name\": \"n\", \"provider\": \"acme\", \"connectionConfig\": {}}",
			"{\"name\": \"n\", \"provider\": \"softhsm\", \"connectionConfig\": {}}",
			"{\"name\": \"n\", \"provider\": \"softhsm\", \"connectionConfig\": {\"endpoint\": \"hsm.example.test\"}}",
			"{\"name\": \"n\", \"provider\": \"softhsm\", \"connectionConfig\": {\"endpoint\": \"label:x\", \"port\": 0}}",
			"{\"name\": \"n\", \"provider\": \"softhsm\", \"connectionConfig\": {\"endpoint\": \"label:x\", "
					+ "\"credentials\": {\"type\": \"api_key\", \"data\": {}}}}" })
	void refusesWhatIsNoConnection(String body) {
		TestCalls.expectError(calls().call("POST", CONNECTIONS, body), 400, "BAD_REQUEST");
	}

	@Test
	void aProviderWithoutALibraryIsToldTheProperty() {
		assertThat(TestCalls
			.body(calls().call("POST", CONNECTIONS, HsmCalls.registration("aws_cloudhsm", "label:x", "1234")), 422))
			.contains("qnsp.hsm.libraries.aws_cloudhsm.path");
	}

	@Test
	void anotherTokenNeedsItsOwnCredentialsAndAValidation() {
		HsmCalls calls = calls();
		SoftToken first = SoftToken.take();
		SoftToken second = SoftToken.take();
		UUID connection = calls.connected("softhsm", first);
		String one = CONNECTIONS + "/" + connection;
		TestCalls.expectError(
				calls.call("PATCH", one,
						"{\"connectionConfig\": {\"endpoint\": \"label:%s\"}}".formatted(second.label())),
				400, "BAD_REQUEST");
		patch(calls, connection,
				"""
						{"connectionConfig": {"endpoint": "label:%s", "credentials": {"type": "api_key", "data": {"pin": "%s"}}}}
						"""
					.formatted(second.label(), second.pin()));
		TestCalls.expectError(calls.tryKey(connection, "\"keyType\": \"aes\""), 409, "CONFLICT");
		assertThat(calls.validate(connection).path("valid").asBoolean()).isTrue();
		assertThat(calls.read(connection).path("token").path("serial").asString()).isEqualTo(second.serial());
		calls().connected("softhsm", first);
	}

	@Test
	void anotherTokenHasAWrappingKeyOfItsOwn() {
		HsmCalls calls = calls();
		SoftToken first = SoftToken.take();
		SoftToken second = SoftToken.take();
		UUID connection = calls.connected("softhsm", first);
		wrappingKeyIn(calls, connection);
		patch(calls, connection, credentials(first.pin()));
		assertThat(wrappingKey(connection)).as("other credentials, same token").doesNotContainNull();
		patch(calls, connection, move("label:" + second.label(), second.pin()));
		assertThat(calls.validate(connection).path("valid").asBoolean()).isTrue();
		String moved = HsmCalls.id(calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-65\""));
		answer(calls.sign(moved, "x", null), 200);
	}

	@Test
	void aValidationThatFindsAnotherTokenForgetsTheWrappingKey() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		wrappingKeyIn(calls, connection);
		// As if the token of that label had been another one.
		AnalyticsCalls.execute(
				"UPDATE kms_hsm_connection SET claimed_serial = 'another', wrapping_key = repeat('00', 16) WHERE connection_id = '%s'"
					.formatted(connection));
		assertThat(calls.validate(connection).path("valid").asBoolean()).isTrue();
		calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\"");
	}

	@Test
	void aWrappingKeyThatWasMadeWithEarlierSettingsIsNotKept() {
		HsmCalls calls = calls();
		UUID tenant = calls.account().tenantId();
		UUID connection = calls.register("softhsm", "label:any", "1234");
		patch(calls, connection, credentials("5678"));
		for (int version : new int[] { 1, 2 }) {
			assertThat(this.connections.setWrappingKey(tenant, connection, version, "00")
				.contextWrite(TenantContext.with(tenant))
				.block()).isEqualTo(version == 2);
		}
	}

	// A wrapping key without a key: the caller of a creation has hung up.
	private static void wrappingKeyIn(HsmCalls calls, UUID connection) {
		calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\"");
		AnalyticsCalls.execute("DELETE FROM kms_hsm_key WHERE connection_id = '%s'".formatted(connection));
	}

	private static List<String> wrappingKey(UUID connection) {
		return AnalyticsCalls
			.rows("SELECT wrapping_key FROM kms_hsm_connection WHERE connection_id = '%s'".formatted(connection));
	}

	private static String move(String endpoint, String pin) {
		return """
				{"connectionConfig": {"endpoint": "%s", "credentials": {"type": "api_key", "data": {"pin": "%s"}}}}
				""".formatted(endpoint, pin);
	}

	@Test
	void changesAtTheSameTimeRevertNothingOfEachOther() throws Exception {
		HsmCalls calls = calls();
		UUID connection = calls.register("softhsm", "label:any", "1234");
		CompletableFuture<Void> all;
		try (Connection other = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement
				.execute("SELECT FROM kms_hsm_connection WHERE connection_id = '%s' FOR UPDATE".formatted(connection));
			all = CompletableFuture.allOf(Stream
				.of("{\"name\": \"a new name\"}", "{\"metadata\": {\"location\": \"a new place\"}}",
						"{\"connectionConfig\": {\"port\": 1793}}")
				.map((body) -> CompletableFuture.runAsync(() -> patch(calls, connection, body),
						(task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new));
			Eventually.until("all wait", () -> Integer.parseInt(
					AnalyticsCalls.rows("SELECT count(*)::text FROM pg_locks WHERE NOT granted").getFirst()) >= 3);
			other.rollback();
		}
		all.get(10, TimeUnit.SECONDS);
		JsonNode read = calls.read(connection);
		assertThat(read.path("name").asString()).isEqualTo("a new name");
		assertThat(read.path("metadata").path("location").asString()).isEqualTo("a new place");
		assertThat(read.path("connectionConfig").path("port").asInt()).isEqualTo(1793);
	}

	@Test
	void aKeyThatIsNotRecordedIsNotLeftInTheHsm() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID connection = calls.connected("safenet", token);
		long destroyed = library.calls("C_DestroyObject");
		owner("ALTER TABLE kms_hsm_key ADD CONSTRAINT fails_on_purpose CHECK (tenant_id <> '%s') NOT VALID"
			.formatted(calls.account().tenantId()));
		try {
			calls.tryKey(connection, "\"keyType\": \"aes\"").expectStatus().is5xxServerError().expectBody();
			assertThat(library.calls("C_DestroyObject")).isGreaterThan(destroyed);
			assertThat(calls.get(PATH + "/keys").path("keys")).isEmpty();
		}
		finally {
			owner("ALTER TABLE kms_hsm_key DROP CONSTRAINT fails_on_purpose");
		}
	}

	@Test
	void aKeyThatNobodyWaitsForAnyMoreIsDestroyedAgain() {
		FaultyLibrary library = TestHsms.faulty();
		SoftToken token = SoftToken.take();
		HsmCalls calls = calls();
		UUID connection = calls.connected("safenet", token);
		long destroyed = library.calls("C_DestroyObject");
		library.on("C_GenerateKey").only(token).delay(Duration.ofMillis(1500));
		HsmCalls impatient = new HsmCalls(this.client.mutate().responseTimeout(Duration.ofMillis(500)).build(),
				calls.account());
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> impatient.tryKey(connection, "\"keyType\": \"aes\""));
		Eventually.until("the key is destroyed", () -> library.calls("C_DestroyObject") > destroyed);
		assertThat(calls.get(PATH + "/keys").path("keys")).isEmpty();
		assertThat(used(calls)).isEqualTo("0");
	}

	@Test
	void aStoredKeyOpensInItsOwnPlaceAloneAndAKeyThatIsGoneFromTheHsmIsA404() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String first = HsmCalls.id(calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\""));
		String second = HsmCalls.id(calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\""));
		AnalyticsCalls.execute("""
				UPDATE kms_hsm_key SET wrapped = (SELECT wrapped FROM kms_hsm_key WHERE key_id = '%s')
				WHERE key_id = '%s'
				""".formatted(first, second));
		answer(calls.sign(first, "x", null), 200);
		TestCalls.expectError(calls.sign(second, "x", null), 410, "GONE");

		String inHsm = HsmCalls.id(calls.key(connection, "\"keyType\": \"ec\""));
		AnalyticsCalls
			.execute("UPDATE kms_hsm_key SET reference = repeat('00', 16) WHERE key_id = '%s'".formatted(inHsm));
		TestCalls.expectError(calls.sign(inHsm, "x", null), 404, "NOT_FOUND");
	}

	private static void owner(String sql) {
		try (Connection connection = TestDatabase.dataSource("qnsp_owner").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	@Test
	void credentialsAreInClearNowhere() {
		HsmCalls calls = calls();
		SoftToken token = SoftToken.take();
		UUID connection = calls.connected("softhsm", token);
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"aes\""));
		String secret = HsmCalls.base64("a very secret key of ours, 32 b.");
		String wrapped = answer(calls.wrap(key, secret, null), 200).path("wrappedKey").asString();
		for (int i = 0; i < 2; i++) {
			String unwrapped = TestCalls.body(this.client.post()
				.uri(PATH + "/unwrap")
				.header("Authorization", calls.account().bearer())
				.header("Idempotency-Key", "unwrap")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{\"unwrappingKeyId\": \"%s\", \"wrappedKey\": \"%s\"}".formatted(key, wrapped))
				.exchange(), 200);
			assertThat(unwrapped).contains(secret);
		}
		assertThat(calls.read(connection).toString() + calls.get(CONNECTIONS)).doesNotContain(token.pin());
		for (String hidden : List.of(token.pin(), secret, "a very secret key of ours, 32 b.")) {
			assertThat(this.events.eventsThatHold(hidden)).isZero();
			for (String table : List.of("kms_hsm_connection", "kms_hsm_key", "kms_hsm_operation",
					"idempotent_answer")) {
				assertThat(AnalyticsCalls.rows("""
						SELECT count(*)::text FROM %s t WHERE position('%s' in row_to_json(t)::text) > 0
						OR position('%s' in row_to_json(t)::text) > 0
						""".formatted(table, hidden, hex(hidden)))).containsExactly("0");
			}
		}
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void credentialsAreSealedAnewAfterARotationOfTheTenantsKey() {
		HsmCalls calls = calls();
		SoftToken token = SoftToken.take();
		UUID connection = calls.register("softhsm", "label:" + token.label(), token.pin());
		String sealer = "SELECT sealed_by::text FROM kms_hsm_connection WHERE connection_id = '%s'"
			.formatted(connection);
		String before = AnalyticsCalls.rows(sealer).getFirst();
		this.tenantKeys.rotate(calls.account().tenantId()).block();
		this.resealing.run().block();
		assertThat(AnalyticsCalls.rows(sealer).getFirst()).isNotEqualTo(before);
		assertThat(calls.validate(connection).path("valid").asBoolean()).isTrue();
	}

}
