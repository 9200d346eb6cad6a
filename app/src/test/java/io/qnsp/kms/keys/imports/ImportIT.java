package io.qnsp.kms.keys.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client's side is the JDK's own cryptography, step by step as documented: nothing of
 * the engine is used to make a message.
 */
@QnspServerTest
class ImportIT {

	private static final String IMPORT_KEYS = "/kms/v1/byok/import-keys";

	private static final String IMPORT = "/kms/v1/byok/import";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private Randoms randoms;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@Test
	void anRsa2048KeyIsBroughtVerifiesAndIsMovedToMlDsa() throws Exception {
		KeyPair pair = rsa(2048);
		KeyCalls kms = calls();
		JsonNode key = kms
			.answer(kms.call("POST", IMPORT, request(kms, "RSA-2048", "signing", pair.getPrivate().getEncoded())), 201);
		UUID id = KeyCalls.id(key);
		assertThat(key.get("origin").asString()).isEqualTo("imported");
		assertThat(key.get("quantumSafe").asBoolean()).isFalse();
		Signature signer = Signature.getInstance("RSASSA-PSS");
		signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		signer.initSign(pair.getPrivate());
		signer.update("old release".getBytes(StandardCharsets.UTF_8));
		String signature = Base64.getEncoder().encodeToString(signer.sign());
		assertThat(kms.verify(id, "old release", signature)).isTrue();
		TestCalls.expectError(kms.post(id, "sign", "{\"dataB64\": \"AAAA\"}"), 422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(kms.post(id, "rotate", null), 422, "UNPROCESSABLE_ENTITY");
		kms.done(id, "upgrade", "{\"algorithm\": \"ML-DSA-65\"}");
		assertThat(kms.verify(id, "old release", signature)).isTrue();
		assertThat(kms.verify(id, "new release", kms.sign(id, "new release"))).isTrue();
		assertThat(kms.get(KeyCalls.KEYS + "/" + id + "/versions").get("versions").findValuesAsString("algorithm"))
			.containsExactly("ML-DSA-65", "RSA-2048");
	}

	@Test
	void anAesKeyIsBroughtAndWorksAsItDidElsewhere() throws Exception {
		KeyCalls kms = calls();
		byte[] secret = this.randoms.bytes(32);
		UUID id = KeyCalls
			.id(kms.answer(kms.call("POST", IMPORT, request(kms, "AES-256-GCM", "encryption", secret)), 201));
		byte[] sealed = Base64.getDecoder().decode(kms.encrypt(id, "attack at dawn"));
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(128, sealed, 5, 12));
		assertThat(cipher.doFinal(sealed, 17, sealed.length - 17))
			.isEqualTo("attack at dawn".getBytes(StandardCharsets.UTF_8));
		assertThat(this.calls.eventsThatHold(Base64.getEncoder().encodeToString(secret))).isZero();
	}

	@Test
	void anImportKeyIsGoodForOneKeyAndOneTenant() throws Exception {
		KeyCalls kms = calls();
		String request = request(kms, "AES-256-GCM", "encryption", this.randoms.bytes(32));
		TestCalls.expectError(calls().call("POST", IMPORT, request), 404, "NOT_FOUND");
		kms.answer(kms.call("POST", IMPORT, request), 201);
		TestCalls.expectError(kms.call("POST", IMPORT, request), 404, "NOT_FOUND");
		String expired = request(kms, "AES-256-GCM", "encryption", this.randoms.bytes(32));
		this.system.query("""
				UPDATE kms_import_key SET created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
				WHERE tenant_id = :tenant
				""").bind("tenant", kms.account().tenantId()).update().block();
		TestCalls.expectError(kms.call("POST", IMPORT, expired), 404, "NOT_FOUND");
	}

	@Test
	void whatDoesNotWorkIsRefusedAndTheImportKeyStays() throws Exception {
		KeyCalls kms = calls();
		JsonNode importKey = kms.answer(kms.call("POST", IMPORT_KEYS, null), 201);
		byte[] secret = this.randoms.bytes(32);
		TestCalls.expectError(kms.call("POST", IMPORT, request(importKey, "AES-128-GCM", "encryption", secret)), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(kms.call("POST", IMPORT, request(importKey, "ML-KEM-768", "kem", secret)), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(
				kms.call("POST", IMPORT,
						request(importKey, "RSA-3072", "signing", rsa(2048).getPrivate().getEncoded())),
				422, "UNPROCESSABLE_ENTITY");
		String good = request(importKey, "AES-256-GCM", "encryption", secret);
		String changed = good.replaceFirst("\"wrappedKeyB64\": \"A", "\"wrappedKeyB64\": \"B");
		TestCalls.expectError(kms.call("POST", IMPORT, changed), 422, "UNPROCESSABLE_ENTITY");
		kms.answer(kms.call("POST", IMPORT, good), 201);
	}

	@Test
	void aPublicKeyOfSomebodyElseVerifiesAndCanDoNothingElse() throws Exception {
		KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		KeyCalls kms = calls();
		String body = "{\"algorithm\": \"Ed25519\", \"purpose\": \"signing\", \"publicKeyB64\": \"%s\"}"
			.formatted(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
		UUID id = KeyCalls.id(kms.answer(kms.call("POST", IMPORT, body), 201));
		Signature signer = Signature.getInstance("Ed25519");
		signer.initSign(pair.getPrivate());
		signer.update("x".getBytes(StandardCharsets.UTF_8));
		assertThat(kms.verify(id, "x", Base64.getEncoder().encodeToString(signer.sign()))).isTrue();
		TestCalls.expectError(kms.post(id, "sign", "{\"dataB64\": \"AAAA\"}"), 422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(kms.call("POST", IMPORT, body.replace("Ed25519", "ML-KEM-768").replace("signing", "kem")),
				422, "UNPROCESSABLE_ENTITY");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"algorithm\": \"AES-256-GCM\"}",
			"{\"algorithm\": \"AES-256-GCM\", \"wrappedKeyB64\": \"AAAA\"}",
			"{\"algorithm\": \"Ed25519\", \"publicKeyB64\": \"!\"}",
			"{\"algorithm\": \"AES-256-GCM\", \"importKeyId\": \"x\", \"wrappedKeyB64\": \"AAAA\"}" })
	void unreadableRequestsAreRefused(String body) {
		TestCalls.expectError(calls().call("POST", IMPORT, body), 400, "BAD_REQUEST");
	}

	@Test
	void anOutsideClientEncryptsToThePublicKeyAlone() throws Exception {
		KeyCalls kms = calls();
		UUID id = kms.create("ML-KEM-768", "encryption");
		JsonNode publicKey = kms.get(KeyCalls.KEYS + "/" + id + "/public-key");
		byte[] body = encrypted(raw(publicKey), "from outside".getBytes(StandardCharsets.UTF_8), "order 7");
		byte[] message = new byte[5 + body.length];
		message[0] = 1;
		message[4] = (byte) publicKey.get("keyVersion").asInt();
		System.arraycopy(body, 0, message, 5, body.length);
		JsonNode opened = kms.done(id, "decrypt", "{\"ciphertextB64\": \"%s\", \"context\": \"order 7\"}"
			.formatted(Base64.getEncoder().encodeToString(message)));
		assertThat(KeyCalls.text(opened.get("plaintextB64").asString())).isEqualTo("from outside");
	}

	private KeyCalls calls() {
		return new KeyCalls(this.client, this.tenants.owner());
	}

	private static KeyPair rsa(int bits) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(bits);
		return generator.generateKeyPair();
	}

	private static String request(KeyCalls kms, String algorithm, String purpose, byte[] secret) throws Exception {
		return request(kms.answer(kms.call("POST", IMPORT_KEYS, "{\"algorithm\": \"ML-KEM-768\"}"), 201), algorithm,
				purpose, secret);
	}

	private static String request(JsonNode importKey, String algorithm, String purpose, byte[] secret)
			throws Exception {
		String id = importKey.get("importKeyId").asString();
		return """
				{"algorithm": "%s", "purpose": "%s", "importKeyId": "%s", "wrappedKeyB64": "%s"}""".formatted(algorithm,
				purpose, id, Base64.getEncoder().encodeToString(encrypted(raw(importKey), secret, id)));
	}

	private static byte[] raw(JsonNode answer) {
		return Base64.getDecoder().decode(answer.get("publicKeyB64").asString());
	}

	/**
	 * Hybrid encryption version 1 to an ML-KEM-768 key.
	 */
	private static byte[] encrypted(byte[] publicKey, byte[] plaintext, String associated) throws Exception {
		KEM.Encapsulated made = KEM.getInstance("ML-KEM")
			.newEncapsulator(KeyFactory.getInstance("ML-KEM")
				.generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo(publicKey))))
			.encapsulate();
		SecretKey key = KDF.getInstance("HKDF-SHA256")
			.deriveKey("AES",
					HKDFParameterSpec.ofExtract()
						.addSalt(made.encapsulation())
						.addIKM(made.key())
						.thenExpand("qnsp hybrid encryption v1\0ML-KEM-768".getBytes(StandardCharsets.US_ASCII), 32));
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, key);
		cipher.updateAAD(new byte[] { 1 });
		cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
		byte[] sealed = cipher.doFinal(plaintext);
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(1);
		message.writeBytes(made.encapsulation());
		message.writeBytes(cipher.getIV());
		message.writeBytes(sealed);
		return message.toByteArray();
	}

	// SEQUENCE { SEQUENCE { OID 2.16.840.1.101.3.4.4.2 }, BIT STRING }
	private static byte[] subjectPublicKeyInfo(byte[] raw) {
		byte[] head = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");
		byte[] all = new byte[head.length + raw.length];
		System.arraycopy(head, 0, all, 0, head.length);
		System.arraycopy(raw, 0, all, head.length, raw.length);
		return all;
	}

}
