package io.qnsp.kms.byohsm;

import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;
import io.qnsp.kms.analytics.AnalyticsCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.byohsm.HsmCalls.CONNECTIONS;
import static io.qnsp.kms.byohsm.HsmCalls.PATH;
import static io.qnsp.kms.byohsm.HsmCalls.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole life of keys in real tokens. What they sign and unwrap is checked by the JDK.
 */
@QnspServerTest
class ByoHsmLifeIT {

	private static final String TEXT = "a message";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls events;

	private HsmCalls calls() {
		return new HsmCalls(this.client, this.tenants.owner());
	}

	@Test
	void registersWithoutContactAndValidatesByTryingEverything() {
		HsmCalls calls = calls();
		SoftToken token = SoftToken.take();
		JsonNode registered = answer(calls.call("POST", CONNECTIONS,
				HsmCalls.registration("softhsm", "label:" + token.label(), token.pin())), 201);
		assertThat(registered.propertyNames()).contains("connectionId", "name", "provider", "status", "createdAt");
		assertThat(registered.path("status").asString()).isEqualTo("pending_validation");
		UUID connection = UUID.fromString(registered.path("connectionId").asString());
		TestCalls.expectError(calls.tryKey(connection, "\"keyType\": \"aes\""), 409, "CONFLICT");

		JsonNode validated = calls.validate(connection);
		assertThat(validated.path("valid").asBoolean()).isTrue();
		assertThat(validated.path("errors")).isEmpty();
		JsonNode details = validated.path("details");
		assertThat(details.path("connectivity").asBoolean()).isTrue();
		assertThat(details.path("authentication").asBoolean()).isTrue();
		assertThat(texts(details.path("capabilities")))
			.contains("AES-256", "RSA-3072", "P-256", "Ed25519", "AES-KWP", "ECDSA-SHA256", "RSASSA-PSS-SHA256",
					"RSA-OAEP-SHA1")
			.doesNotContain("ML-DSA-65", "ML-KEM-768", "RSA-OAEP-SHA256");
		assertThat(texts(details.path("unsupported"))).anyMatch((text) -> text.startsWith("ML-DSA-65: "))
			.anyMatch((text) -> text.startsWith("RSA-OAEP-SHA256: "))
			.noneMatch((text) -> text.matches("([^:]+): \\1: .*"));

		JsonNode read = calls.read(connection);
		assertThat(read.path("status").asString()).isEqualTo("active");
		assertThat(read.path("connectionConfig").path("endpoint").asString()).isEqualTo("label:" + token.label());
		assertThat(read.path("connectionConfig").path("port").asInt()).isEqualTo(1792);
		assertThat(read.path("token").path("serial").asString()).isEqualTo(token.serial());
		assertThat(read.path("metadata").path("location").asString()).isEqualTo("cellar");
		JsonNode listed = calls.get(CONNECTIONS).path("connections").path(0);
		assertThat(listed.path("connectionId").asString()).isEqualTo(connection.toString());
		assertThat(listed.path("lastHealthCheckAt").isNull()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "rsa,2048,-,RSA-2048,RSA,RSASSA-PSS,RSASSA-PSS-SHA256",
			"ec,-,-,P-256,EC,SHA256withECDSA,ECDSA-SHA256", "ec,384,-,P-384,EC,SHA384withECDSA,ECDSA-SHA384",
			"ec,-,Ed25519,Ed25519,Ed25519,Ed25519,Ed25519", "pqc,-,ML-DSA-65,ML-DSA-65,ML-DSA,ML-DSA,ML-DSA-65" })
	void theJdkVerifiesWhatAKeyOfSoftHsmHasSigned(String type, String size, String algorithm, String name,
			String keyFactory, String signature, String scheme) throws Exception {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		JsonNode key = calls.key(connection,
				"\"keyType\": \"%s\", \"purpose\": [\"sign\", \"verify\"]%s%s".formatted(type,
						(size != null) ? ", \"keySize\": " + size : "",
						(algorithm != null) ? ", \"algorithm\": \"%s\"".formatted(algorithm) : ""));
		assertThat(key.path("algorithm").asString()).isEqualTo(name);
		assertThat(key.path("protection").asString()).isEqualTo(type.equals("pqc") ? "hsm_wrapped" : "hsm_native");
		PublicKey publicKey = JdkCrypto.publicKey(key, keyFactory);
		JsonNode signed = answer(calls.sign(HsmCalls.id(key), TEXT, null), 200);
		assertThat(signed.path("algorithm").asString()).isEqualTo(scheme);
		byte[] bytes = HsmCalls.bytes(signed.path("signature").asString());
		assertThat(JdkCrypto.verifies(publicKey, signature, TEXT, bytes)).isTrue();
		assertThat(calls.verify(HsmCalls.id(key), TEXT, bytes)).isTrue();
		assertThat(calls.verify(HsmCalls.id(key), "another message", bytes)).isFalse();
		bytes[bytes.length / 2] ^= 1;
		assertThat(calls.verify(HsmCalls.id(key), TEXT, bytes)).isFalse();
		JsonNode listed = calls.get(PATH + "/keys").path("keys").path(0);
		assertThat(listed).isEqualTo(key);
	}

	@Test
	void anAesKeyWrapsInEachOfItsWaysAndUnwrapsNothingElse() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String key = HsmCalls.id(calls.key(connection,
				"\"keyType\": \"aes\", \"metadata\": {\"name\": \"kek\", \"description\": \"wraps\"}"));
		String secret = HsmCalls.base64("0123456789abcdef0123456789abcdef");
		for (String algorithm : List.of("AES-KWP", "AES-KW", "AES-GCM")) {
			JsonNode wrapped = answer(calls.wrap(key, secret, algorithm), 200);
			assertThat(wrapped.path("algorithm").asString()).isEqualTo(algorithm);
			String text = wrapped.path("wrappedKey").asString();
			assertThat(answer(calls.unwrap(key, text, algorithm), 200).path("unwrappedKey").asString())
				.isEqualTo(secret);
			byte[] changed = HsmCalls.bytes(text);
			changed[changed.length - 1] ^= 1;
			notUnwrapped(calls, key, Base64.getEncoder().encodeToString(changed), algorithm);
			notUnwrapped(calls, key, HsmCalls.base64("short"), algorithm);
		}
		assertThat(answer(calls.wrap(key, secret, null), 200).path("algorithm").asString()).isEqualTo("AES-KWP");
		TestCalls.expectError(calls.wrap(key, HsmCalls.base64("seventeen bytes!!"), "AES-KW"), 422,
				"UNPROCESSABLE_ENTITY");
		String refusal = TestCalls.body(calls.wrap(key, secret, "RSA-OAEP-SHA1"), 422);
		assertThat(refusal).contains("AES-KWP, AES-GCM, AES-KW");
		TestCalls.expectError(calls.sign(key, TEXT, null), 422, "UNPROCESSABLE_ENTITY");
	}

	private static void notUnwrapped(HsmCalls calls, String key, String wrapped, String algorithm) {
		JsonNode refusal = answer(calls.unwrap(key, wrapped, algorithm), 422);
		assertThat(refusal.path("details").path("wrappedKey").asString())
			.isEqualTo("does not unwrap with this key and algorithm");
	}

	@Test
	void anRsaKeyUnwrapsWhatTheJdkHasEncryptedToIt() throws Exception {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		JsonNode key = calls.key(connection,
				"\"keyType\": \"rsa\", \"keySize\": 2048, \"purpose\": [\"encrypt\", \"decrypt\"]");
		byte[] secret = new byte[] { 1, 2, 3, 4 };
		String encrypted = Base64.getEncoder()
			.encodeToString(JdkCrypto.encrypt(JdkCrypto.publicKey(key, "RSA"), "SHA-1", secret));
		assertThat(HsmCalls
			.bytes(answer(calls.unwrap(HsmCalls.id(key), encrypted, null), 200).path("unwrappedKey").asString()))
			.isEqualTo(secret);
		notUnwrapped(calls, HsmCalls.id(key), Base64.getEncoder().encodeToString(new byte[256]), "RSA-OAEP-SHA1");
		TestCalls.expectError(calls.wrap(HsmCalls.id(key), Base64.getEncoder().encodeToString(new byte[215]), null),
				422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(calls.wrap(HsmCalls.id(key), "AQID", "RSA-OAEP-SHA256"), 422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(calls.sign(HsmCalls.id(key), TEXT, null), 422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void nssKeepsPostQuantumKeysAndTheJdkWorksWithThem() throws Exception {
		HsmCalls calls = calls();
		UUID connection = calls.connected(NssToken.FIRST);
		JsonNode signing = calls.key(connection,
				"\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-44\", \"protection\": \"hsm_native\"");
		assertThat(signing.path("protection").asString()).isEqualTo("hsm_native");
		byte[] signature = calls.signed(HsmCalls.id(signing), TEXT);
		assertThat(JdkCrypto.verifies(JdkCrypto.publicKey(signing, "ML-DSA"), "ML-DSA", TEXT, signature)).isTrue();
		assertThat(calls.verify(HsmCalls.id(signing), TEXT, signature)).isTrue();

		JsonNode kem = calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"ML-KEM-768\"");
		assertThat(kem.path("protection").asString()).isEqualTo("hsm_native");
		unwrapsWhatTheJdkHasWrapped(calls, kem);

		JsonNode wrapped = calls.key(connection,
				"\"keyType\": \"pqc\", \"algorithm\": \"ML-KEM-768\", \"protection\": \"hsm_wrapped\"");
		assertThat(wrapped.path("protection").asString()).isEqualTo("hsm_wrapped");
		unwrapsWhatTheJdkHasWrapped(calls, wrapped);
		calls.delete(connection, true);
	}

	private static void unwrapsWhatTheJdkHasWrapped(HsmCalls calls, JsonNode key) throws Exception {
		byte[] secret = new byte[] { 5, 6, 7 };
		String outside = Base64.getEncoder()
			.encodeToString(JdkCrypto.encapsulate(JdkCrypto.publicKey(key, "ML-KEM"), "ML-KEM-768", secret));
		String id = HsmCalls.id(key);
		assertThat(HsmCalls.bytes(answer(calls.unwrap(id, outside, null), 200).path("unwrappedKey").asString()))
			.isEqualTo(secret);
		String inside = answer(calls.wrap(id, "BQYH", null), 200).path("wrappedKey").asString();
		assertThat(answer(calls.unwrap(id, inside, "ML-KEM-768"), 200).path("unwrappedKey").asString())
			.isEqualTo("BQYH");
		byte[] changed = HsmCalls.bytes(inside);
		changed[5] ^= 1;
		notUnwrapped(calls, id, Base64.getEncoder().encodeToString(changed), "ML-KEM-768");
		TestCalls.expectError(calls.unwrap(id, inside, "AES-KWP"), 422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void whatAnHsmCantMakeIsRefusedWithTheMechanismWhereNativeIsDemanded() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String refusal = TestCalls.body(calls.tryKey(connection,
				"\"keyType\": \"pqc\", \"algorithm\": \"ML-DSA-87\", \"protection\": \"hsm_native\""), 422);
		assertThat(refusal).contains("CKM_ML_DSA_KEY_PAIR_GEN");
		JsonNode hashBased = calls.key(connection, "\"keyType\": \"pqc\", \"algorithm\": \"SLH-DSA-SHA2-128f\"");
		byte[] signature = calls.signed(HsmCalls.id(hashBased), TEXT);
		assertThat(calls.verify(HsmCalls.id(hashBased), TEXT, signature)).isTrue();
		assertThat(
				AnalyticsCalls.rows("SELECT count(DISTINCT reference)::text FROM kms_hsm_key WHERE connection_id = '%s'"
					.formatted(connection)))
			.containsExactly("1");
	}

	@Test
	void aRetriedCreationMakesOneKey() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String body = "{\"connectionId\": \"%s\", \"keyType\": \"ec\"}".formatted(connection);
		String first = TestCalls.body(idempotent(calls, "/keys", body), 201);
		assertThat(TestCalls.body(idempotent(calls, "/keys", body), 201)).isEqualTo(first);
		assertThat(calls.get(PATH + "/keys?connectionId=" + connection).path("keys")).hasSize(1);
	}

	private WebTestClient.ResponseSpec idempotent(HsmCalls calls, String path, String body) {
		return this.client.post()
			.uri(PATH + path)
			.header("Authorization", calls.account().bearer())
			.header("Idempotency-Key", "once")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	@Test
	void listsOperationsWithTheirLatencyAndFailuresAndMetersThem() {
		HsmCalls calls = calls();
		UUID connection = calls.connected("softhsm", SoftToken.take());
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"aes\""));
		String wrapped = answer(calls.wrap(key, HsmCalls.base64("16 bytes of key!"), null), 200).path("wrappedKey")
			.asString();
		answer(calls.unwrap(key, wrapped, null), 200);
		answer(calls.unwrap(key, HsmCalls.base64("0123456789abcdef"), null), 422);
		TestCalls.expectError(calls.sign(key, TEXT, null), 422, "UNPROCESSABLE_ENTITY");
		String path = CONNECTIONS + "/" + connection + "/operations";
		Eventually.until("all operations", () -> calls.get(path).path("operations").size() == 5);
		JsonNode operations = calls.get(path).path("operations");
		assertThat(operations.findValuesAsString("type")).containsExactly("unwrap", "unwrap", "wrap", "create",
				"validate");
		assertThat(operations.findValuesAsString("status")).containsExactly("failure", "success", "success", "success",
				"success");
		assertThat(operations.path(0).path("keyId").asString()).isEqualTo(key);
		assertThat(operations.path(4).path("keyId").isNull()).isTrue();
		assertThat(operations).allMatch((operation) -> operation.path("latencyMs").asDouble() > 0);
		JsonNode page = calls.get(path + "?limit=2");
		assertThat(page.path("operations")).hasSize(2);
		assertThat(calls.get(path + "?limit=2&cursor=" + page.path("nextCursor").asString())
			.path("operations")
			.findValuesAsString("type")).containsExactly("wrap", "create");

		JsonNode health = calls.read(connection).path("healthMetrics");
		assertThat(health.path("latencyMs").asDouble()).isPositive();
		assertThat(health.path("errorRate").asDouble()).isZero();
		assertThat(health.path("lastSuccessfulOperation").isNull()).isFalse();
		for (String operation : List.of("create", "wrap", "unwrap")) {
			assertThat(this.events.events(calls.account().tenantId(), "kms.hsm_key." + operation)).first()
				.asString()
				.contains(operation.equals("create") ? "kms.hsm.key.create" : "kms.hsm." + operation);
		}
	}

	@Test
	void aTierWithoutTheFeatureAndATenantWithoutTheAddOnAreRefused() {
		HsmCalls withoutAddOn = new HsmCalls(this.client, this.tenants.owner(Tier.ENTERPRISE_ELITE));
		TestCalls.expectError(withoutAddOn.call("GET", CONNECTIONS, null), 403, "ADDON_REQUIRED");
		TestCalls.expectError(withoutAddOn.call("POST", PATH + "/sign", "{}"), 403, "ADDON_REQUIRED");
		HsmCalls small = new HsmCalls(this.client, this.tenants.owner(Tier.FREE, AddOn.BYOHSM));
		TestCalls.expectError(small.call("GET", CONNECTIONS, null), 403, "ENTITLEMENT_REQUIRED");
	}

	private static List<String> texts(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
