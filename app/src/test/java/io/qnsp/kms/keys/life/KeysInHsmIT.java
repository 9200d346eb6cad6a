package io.qnsp.kms.keys.life;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestHsms;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;
import io.qnsp.kms.byohsm.HsmCalls;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * KMS keys in tokens of SoftHSM and NSS, over HTTP, checked by the JDK and by looking
 * into the token.
 */
@QnspServerTest
class KeysInHsmIT {

	private static final String TEXT = "to be protected";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private DueKeys dueKeys;

	@Autowired
	private HsmDestructions destructions;

	@Autowired
	private Clock clock;

	@AfterEach
	void endFaults() {
		TestHsms.faulty().clear();
	}

	@ParameterizedTest
	@CsvSource({ "RSA-3072,RSA,RSASSA-PSS", "ECDSA-P256,EC,SHA256withECDSA", "ECDSA-P384,EC,SHA384withECDSA",
			"Ed25519,Ed25519,Ed25519" })
	void signingKeysLiveInTheTokenAndTheJdkVerifies(String algorithm, String kind, String scheme)
			throws GeneralSecurityException {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		JsonNode key = tenant.key(connection, algorithm, "signing");
		assertThat(key.path("protection").asString()).isEqualTo("hsm");
		assertThat(key.path("hsmProtection").asString()).isEqualTo("hsm_native");
		assertThat(key.path("connectionId").asString()).isEqualTo(connection.toString());
		UUID keyId = KeyCalls.id(key);
		String signature = tenant.kms.sign(keyId, TEXT);
		assertThat(verifies(publicKey(tenant, keyId, kind), scheme, signature)).isTrue();
		assertThat(tenant.kms.verify(keyId, TEXT, signature)).isTrue();
		assertThat(tenant.kms.verify(keyId, "another text", signature)).isFalse();
		assertThat(material(keyId)).isZero();
	}

	@Test
	void aesKeysInTheTokenEncryptAndWrapLikeSoftwareKeys() {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		JsonNode key = tenant.key(connection, "AES-256-GCM", "encryption");
		assertThat(key.path("hsmProtection").asString()).isEqualTo("hsm_native");
		UUID keyId = KeyCalls.id(key);
		String bound = tenant.kms.done(keyId, "encrypt", """
				{"plaintextB64": "%s", "aadB64": "AAEC"}""".formatted(KeyCalls.base64(TEXT)))
			.path("ciphertextB64")
			.asString();
		assertThat(Base64.getDecoder().decode(bound)).hasSize(5 + 12 + TEXT.length() + 16);
		assertThat(KeyCalls.text(tenant.kms.done(keyId, "decrypt", """
				{"ciphertextB64": "%s", "aadB64": "AAEC"}""".formatted(bound)).path("plaintextB64").asString()))
			.isEqualTo(TEXT);
		TestCalls.expectError(tenant.kms.post(keyId, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(bound)), 422,
				"UNPROCESSABLE_ENTITY");
		byte[] changed = Base64.getDecoder().decode(bound);
		changed[changed.length - 1] ^= 1;
		TestCalls.expectError(tenant.kms.post(keyId, "decrypt", """
				{"ciphertextB64": "%s", "aadB64": "AAEC"}""".formatted(Base64.getEncoder().encodeToString(changed))),
				422, "UNPROCESSABLE_ENTITY");

		UUID wrapping = KeyCalls.id(tenant.key(connection, "AES-256-GCM", "wrapping"));
		String wrapped = tenant.kms.done(wrapping, "wrap", "{\"plaintextB64\": \"AAECAwQFBgcICQoLDA0ODw==\"}")
			.path("ciphertextB64")
			.asString();
		assertThat(tenant.kms.done(wrapping, "unwrap", "{\"ciphertextB64\": \"%s\"}".formatted(wrapped))
			.path("plaintextB64")
			.asString()).isEqualTo("AAECAwQFBgcICQoLDA0ODw==");
		assertThat(material(keyId) + material(wrapping)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "ML-DSA-65,signing", "SLH-DSA-SHA2-128f,signing", "HMAC-SHA-256,mac", "ML-KEM-768,encryption",
			"RSA-3072,encryption", "ChaCha20-Poly1305,encryption" })
	void whatTheTokenCantMakeIsWrappedByAKeyInIt(String algorithm, String purpose) {
		Tenant tenant = tenant();
		SoftToken token = SoftToken.take();
		UUID connection = tenant.hsms.connected("softhsm", token);
		JsonNode key = tenant.key(connection, algorithm, purpose);
		assertThat(key.path("hsmProtection").asString()).isEqualTo("hsm_wrapped");
		UUID keyId = KeyCalls.id(key);
		if (purpose.equals("encryption")) {
			assertThat(tenant.kms.decrypt(keyId, tenant.kms.encrypt(keyId, TEXT))).isEqualTo(TEXT);
		}
		else {
			assertThat(tenant.kms.verify(keyId, TEXT, tenant.kms.sign(keyId, TEXT))).isTrue();
		}
		assertThat(material(keyId)).isZero();
		assertThat(isInToken(token, keyId, 1)).isTrue();
	}

	@Test
	void nssMakesPostQuantumKeysItselfAndTheJdkVerifies() throws GeneralSecurityException {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected(NssToken.SECOND);
		try {
			JsonNode signing = tenant.key(connection, "ML-DSA-65", "signing");
			assertThat(signing.path("hsmProtection").asString()).isEqualTo("hsm_native");
			UUID signer = KeyCalls.id(signing);
			String signature = tenant.kms.sign(signer, TEXT);
			assertThat(verifies(publicKey(tenant, signer, "ML-DSA"), "ML-DSA", signature)).isTrue();
			assertThat(tenant.kms.verify(signer, TEXT, signature)).isTrue();
			TestCalls.expectError(tenant.kms.post(signer, "sign", "{\"dataB64\": \"AAAA\", \"context\": \"x\"}"), 422,
					"UNPROCESSABLE_ENTITY");

			JsonNode kem = tenant.key(connection, "ML-KEM-768", "kem");
			assertThat(kem.path("hsmProtection").asString()).isEqualTo("hsm_native");
			JsonNode made = tenant.kms.done(KeyCalls.id(kem), "encapsulate", null);
			assertThat(tenant.kms
				.done(KeyCalls.id(kem), "decapsulate", "{\"ciphertextB64\": %s}".formatted(made.path("ciphertextB64")))
				.path("sharedSecretB64")).isEqualTo(made.path("sharedSecretB64"));

			UUID encrypting = KeyCalls.id(tenant.key(connection, "ML-KEM-1024", "encryption"));
			assertThat(tenant.kms.decrypt(encrypting, tenant.kms.encrypt(encrypting, TEXT))).isEqualTo(TEXT);
		}
		finally {
			tenant.hsms.call("DELETE", HsmCalls.CONNECTIONS + "/" + connection + "?force=true", null)
				.expectStatus()
				.isNoContent();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "AES-256-GCM", "ChaCha20-Poly1305" })
	void aRotationMakesTheNewVersionInTheSameTokenAndADestructionDestroysBothThere(String algorithm) {
		Tenant tenant = tenant();
		SoftToken token = SoftToken.take();
		UUID connection = tenant.hsms.connected("softhsm", token);
		UUID keyId = KeyCalls.id(tenant.key(connection, algorithm, "encryption"));
		String before = tenant.kms.encrypt(keyId, TEXT);
		assertThat(tenant.kms.done(keyId, "rotate", null).path("version").asInt()).isEqualTo(2);
		assertThat(tenant.kms.decrypt(keyId, before)).isEqualTo(TEXT);
		assertThat(tenant.kms.decrypt(keyId, tenant.kms.encrypt(keyId, TEXT))).isEqualTo(TEXT);
		assertThat(tenant.kms.decrypt(keyId,
				tenant.kms.done(keyId, "reencrypt", "{\"ciphertextB64\": \"%s\"}".formatted(before))
					.path("ciphertextB64")
					.asString()))
			.isEqualTo(TEXT);
		assertThat(isInToken(token, keyId, 1)).isTrue();
		assertThat(isInToken(token, keyId, 2)).isTrue();
		destroyNow(tenant, keyId);
		JsonNode destroyed = tenant.kms.get(KeyCalls.KEYS + "/" + keyId);
		assertThat(destroyed.path("state").asString()).isEqualTo("destroyed");
		assertThat(destroyed.path("connectionId").isNull()).isTrue();
		this.destructions.run().block();
		assertThat(isInToken(token, keyId, 1)).isFalse();
		assertThat(isInToken(token, keyId, 2)).isFalse();
		assertThat(destructionsOf(keyId)).isZero();
		tenant.hsms.call("DELETE", HsmCalls.CONNECTIONS + "/" + connection, null).expectStatus().isNoContent();
	}

	@Test
	void aKeyIsRotatedInItsTokenWhenItsPeriodHasPassed() {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		UUID keyId = KeyCalls.id(tenant.kms.created("""
				{"algorithm": "ECDSA-P256", "protection": "hsm", "connectionId": "%s", "rotationPeriod": "P30D"}"""
			.formatted(connection)));
		String signature = tenant.kms.sign(keyId, TEXT);
		comes(keyId, "rotate_at");
		this.dueKeys.run().block();
		assertThat(tenant.kms.get(KeyCalls.KEYS + "/" + keyId).path("version").asInt()).isEqualTo(2);
		assertThat(tenant.kms.verify(keyId, TEXT, signature)).isTrue();
		assertThat(tenant.kms.verify(keyId, TEXT, tenant.kms.sign(keyId, TEXT))).isTrue();
	}

	@Test
	void aTokenThatIsDownWhenAKeyIsDestroyedLosesTheKeyLater() {
		Tenant tenant = tenant();
		SoftToken token = SoftToken.take();
		UUID connection = tenant.hsms.connected("safenet", token);
		UUID keyId = KeyCalls.id(tenant.key(connection, "AES-256-GCM", "encryption"));
		TestHsms.faulty().on("C_DestroyObject").only(token).fail(0x30);
		destroyNow(tenant, keyId);
		this.destructions.run().block();
		assertThat(destructionsOf(keyId)).isOne();
		assertThat(isInToken(token, keyId, 1)).isTrue();
		JsonNode refusal = HsmCalls.answer(tenant.hsms.call("DELETE", HsmCalls.CONNECTIONS + "/" + connection, null),
				409);
		assertThat(refusal.path("details").path("kmsKeys").asInt()).isOne();
		TestHsms.faulty().clear();
		Eventually.until("the key is destroyed", () -> {
			update("UPDATE kms_hsm_destruction SET due_at = now() WHERE key_id = ?", keyId);
			this.destructions.run().block();
			return destructionsOf(keyId) == 0;
		});
		assertThat(isInToken(token, keyId, 1)).isFalse();
	}

	@Test
	void aTokenThatHangsCostsOnlyWhatNeedsIt() {
		Tenant tenant = tenant();
		SoftToken token = SoftToken.take();
		UUID connection = tenant.hsms.connected("safenet", token);
		UUID inHsm = KeyCalls.id(tenant.key(connection, "ECDSA-P256", "signing"));
		UUID wrapped = KeyCalls.id(tenant.key(connection, "ML-DSA-44", "signing"));
		UUID software = tenant.kms.create("ECDSA-P256", "signing");
		String signature = tenant.kms.sign(inHsm, TEXT);
		TestHsms.faulty().on("C_SignInit", "C_Sign", "C_DecryptInit", "C_Decrypt").only(token).hang();
		for (UUID key : new UUID[] { inHsm, wrapped }) {
			tenant.kms.post(key, "sign", "{\"dataB64\": \"AAAA\"}")
				.expectStatus()
				.isEqualTo(503)
				.expectHeader()
				.exists("Retry-After")
				.expectBody();
		}
		assertThat(tenant.kms.verify(software, TEXT, tenant.kms.sign(software, TEXT))).isTrue();
		assertThat(tenant.kms.verify(inHsm, TEXT, signature)).isTrue();
		TestHsms.faulty().clear();
		Eventually.until("the token signs again", () -> TestCalls
			.call(this.client, "POST", KeyCalls.KEYS + "/" + inHsm + "/sign", tenant.account, "{\"dataB64\": \"AAAA\"}")
			.returnResult(Void.class)
			.getStatus()
			.is2xxSuccessful());
		assertThat(tenant.kms.verify(wrapped, TEXT, tenant.kms.sign(wrapped, TEXT))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AES-256-GCM", "ChaCha20-Poly1305", "ML-KEM-768" })
	void batchesWorkInTheTokenItemByItem(String algorithm) {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		UUID keyId = KeyCalls.id(tenant.key(connection, algorithm, "encryption"));
		JsonNode encrypted = tenant.kms.done(keyId, "encrypt/batch",
				"{\"items\": [%s]}".formatted(IntStream.range(0, 40)
					.mapToObj((i) -> "{\"plaintextB64\": \"%s\"}".formatted(KeyCalls.base64("item " + i)))
					.collect(Collectors.joining(","))));
		assertThat(encrypted.path("failed").asLong()).isZero();
		String other = tenant.kms.encrypt(tenant.kms.create(algorithm, "encryption"), TEXT);
		JsonNode decrypted = tenant.kms.done(keyId, "decrypt/batch",
				"{\"items\": [%s, {\"ciphertextB64\": \"%s\"}]}".formatted(IntStream.range(0, 40)
					.mapToObj((i) -> "{\"ciphertextB64\": %s}"
						.formatted(encrypted.path("results").get(i).path("ciphertextB64")))
					.collect(Collectors.joining(",")), other));
		for (int i = 0; i < 40; i++) {
			assertThat(KeyCalls.text(decrypted.path("results").get(i).path("plaintextB64").asString()))
				.isEqualTo("item " + i);
		}
		assertThat(decrypted.path("failed").asLong()).isOne();
		assertThat(decrypted.path("results").get(40).path("error").path("code").asString())
			.isEqualTo("UNPROCESSABLE_ENTITY");
	}

	@Test
	void usesAreCountedAsThoseOfAnyKeyAndNameTheConnection() {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		UUID keyId = KeyCalls.id(tenant.key(connection, "ECDSA-P256", "signing"));
		tenant.kms.done(keyId, "sign", "{\"dataB64\": \"AAAA\"}");
		assertThat(this.calls.events(tenant.account.tenantId(), "kms.key.sign")).singleElement()
			.asString()
			.contains("\"operations\": 1", "\"bytes\": 3", "\"algorithm\": \"ecdsa-p256\"",
					"\"hsmConnectionId\": \"" + connection);
		Eventually.until("analytics have counted",
				() -> tenant.kms.get("/kms/v1/analytics/keys/" + keyId + "/summary")
					.path("totalOperations")
					.asLong() == 1);
	}

	@Test
	void keysThatCantBeMadeInAnHsmAreRefusedAndLeaveNothing() {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		String body = "{\"algorithm\": \"AES-256-GCM\", \"protection\": \"%s\"%s}";
		refused(tenant, body.formatted("hsm", ""), 422, "UNPROCESSABLE_ENTITY");
		refused(tenant, body.formatted("software", ", \"connectionId\": \"" + connection + "\""), 422,
				"UNPROCESSABLE_ENTITY");
		refused(tenant, body.formatted("hsm", ", \"connectionId\": \"" + UUID.randomUUID() + "\""), 404, "NOT_FOUND");
		refused(tenant, body.formatted("hsm", ", \"connectionId\": \"cellar\""), 400, "BAD_REQUEST");
		refused(tenant(), body.formatted("hsm", ", \"connectionId\": \"" + connection + "\""), 404, "NOT_FOUND");
		SoftToken unvalidated = SoftToken.take();
		UUID fresh = tenant.hsms.register("softhsm", "label:" + unvalidated.label(), unvalidated.pin());
		refused(tenant, body.formatted("hsm", ", \"connectionId\": \"" + fresh + "\""), 409, "CONFLICT");
		UUID key = KeyCalls.id(tenant.key(connection, "ECDSA-P256", "signing"));
		TestCalls.expectError(tenant.kms.post(key, "upgrade", "{\"algorithm\": \"ML-DSA-65\"}"), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(tenant.kms.call("POST", "/kms/v1/byok/import", """
				{"algorithm": "Ed25519", "publicKeyB64": "AAAA", "protection": "hsm"}"""), 422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void aConnectionWithKeysIsDeletedOnlyByForceWhichEndsThem() {
		Tenant tenant = tenant();
		UUID connection = tenant.hsms.connected("softhsm", SoftToken.take());
		UUID keyId = KeyCalls.id(tenant.key(connection, "ECDSA-P256", "signing"));
		tenant.kms.sign(keyId, TEXT);
		String one = HsmCalls.CONNECTIONS + "/" + connection;
		JsonNode refusal = HsmCalls.answer(tenant.hsms.call("DELETE", one, null), 409);
		assertThat(refusal.path("details").path("kmsKeys").asInt()).isOne();
		tenant.hsms.call("DELETE", one + "?force=true", null).expectStatus().isNoContent();
		assertThat(tenant.kms.get(KeyCalls.KEYS + "/" + keyId).path("state").asString()).isEqualTo("destroyed");
		Eventually.until("the key is forgotten", () -> TestCalls
			.call(this.client, "POST", KeyCalls.KEYS + "/" + keyId + "/sign", tenant.account, "{\"dataB64\": \"AAAA\"}")
			.returnResult(Void.class)
			.getStatus()
			.value() == 410);
		assertThat(this.calls.events(tenant.account.tenantId(), "kms.key.destroy")).hasSize(1);
	}

	private static void refused(Tenant tenant, String body, int status, String code) {
		TestCalls.expectError(tenant.kms.call("POST", KeyCalls.KEYS, body), status, code);
	}

	private void destroyNow(Tenant tenant, UUID keyId) {
		tenant.kms.call("DELETE", KeyCalls.KEYS + "/" + keyId, null).expectStatus().isOk().expectBody();
		comes(keyId, "destroy_at");
		this.dueKeys.run().block();
		Eventually.until("the key is destroyed",
				() -> tenant.kms.get(KeyCalls.KEYS + "/" + keyId).path("state").asString().equals("destroyed"));
	}

	private static void comes(UUID keyId, String column) {
		update("UPDATE kms_key SET " + column + " = now() - interval '1 second' WHERE key_id = ?", keyId);
	}

	private static void update(String sql, UUID keyId) {
		database().sql(sql).param(keyId).update();
	}

	/** How many secrets of a key are sealed by this server, instead of an HSM. */
	private static long material(UUID keyId) {
		return count("SELECT count(sealed) FROM kms_key_version WHERE key_id = ?", keyId);
	}

	private static long destructionsOf(UUID keyId) {
		return count("SELECT count(*) FROM kms_hsm_destruction WHERE key_id = ?", keyId);
	}

	private static long count(String sql, UUID keyId) {
		return database().sql(sql).param(keyId).query(Long.class).single();
	}

	private static JdbcClient database() {
		return JdbcClient.create(TestDatabase.dataSource("qnsp_system"));
	}

	/**
	 * Whether the token has the AES key of a version: the key itself, or what wraps it.
	 */
	private boolean isInToken(SoftToken token, UUID keyId, int version) {
		HsmBridge bridge = new HsmBridge(
				HsmSettings.of(
						Map.of("look",
								new HsmSettings.Library(SoftToken
									.libraryCopy("look-" + keyId + "-" + version + "-" + UUID.randomUUID()), null))),
				this.clock, new SimpleMeterRegistry());
		try (HsmConnection hsm = bridge.open("look", new HsmTarget.Token("look", HsmTarget.By.LABEL, token.label()),
				() -> Mono.fromSupplier(() -> new HsmCredential.Pin(token.pin().getBytes(StandardCharsets.UTF_8))))) {
			return hsm.find(HsmKeyAlgorithm.AES_256, "qnsp-kms-" + keyId + "-" + version)
				.hasElement()
				.block(Duration.ofSeconds(20));
		}
	}

	private static PublicKey publicKey(Tenant tenant, UUID keyId, String kind) throws GeneralSecurityException {
		String pem = tenant.kms.get(KeyCalls.KEYS + "/" + keyId + "/public-key").path("publicKeyPem").asString();
		byte[] der = Base64.getMimeDecoder()
			.decode(pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", ""));
		return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
	}

	private static boolean verifies(PublicKey key, String scheme, String signature) throws GeneralSecurityException {
		Signature verifier = Signature.getInstance(scheme);
		if (scheme.equals("RSASSA-PSS")) {
			verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		}
		verifier.initVerify(key);
		verifier.update(TEXT.getBytes(StandardCharsets.UTF_8));
		return verifier.verify(Base64.getDecoder().decode(signature));
	}

	private Tenant tenant() {
		Account owner = this.tenants.owner();
		return new Tenant(owner, new KeyCalls(this.client, owner), new HsmCalls(this.client, owner));
	}

	/** A tenant and its short forms. */
	private record Tenant(Account account, KeyCalls kms, HsmCalls hsms) {

		JsonNode key(UUID connection, String algorithm, String purpose) {
			return this.kms.created("""
					{"algorithm": "%s", "purpose": "%s", "protection": "hsm", "connectionId": "%s"}"""
				.formatted(algorithm, purpose, connection));
		}

	}

}
