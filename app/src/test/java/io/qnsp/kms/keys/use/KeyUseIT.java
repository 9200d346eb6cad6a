package io.qnsp.kms.keys.use;

import java.util.Base64;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class KeyUseIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@ParameterizedTest
	@ValueSource(strings = { "ML-DSA-44", "dilithium-3", "ml-dsa-87", "SLH-DSA-SHA2-128f", "sphincs-shake-128f-simple",
			"ECDSA-P256", "ES384", "Ed25519", "RSA-3072", "ML-DSA-65+Ed25519", "ML-DSA-87+ECDSA-P384" })
	void aSigningKeyVerifiesWhatItSignedAndNothingElse(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "signing");
		String signature = kms.sign(key, "order 17");
		assertThat(kms.verify(key, "order 17", signature)).isTrue();
		assertThat(kms.verify(key, "order 18", signature)).isFalse();
		assertThat(kms.verify(kms.create(algorithm, "signing"), "order 17", signature)).isFalse();
		assertThat(kms.verify(key, "order 17", "AAAA")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "hmac-sha-256", "HMAC-SHA3-256" })
	void aMacKeyMakesTagsOf32Bytes(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "mac");
		String tag = kms.sign(key, "payload");
		assertThat(Base64.getDecoder().decode(tag)).hasSize(32);
		assertThat(kms.verify(key, "payload", tag)).isTrue();
		assertThat(kms.verify(key, "Payload", tag)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AES-128-GCM", "aes-256-gcm", "ChaCha20-Poly1305", "ML-KEM-512", "kyber-768",
			"ML-KEM-1024", "X-Wing", "X25519MLKEM768", "X25519", "ECDH-P256", "ECDH-P384", "RSA-3072" })
	void anEncryptionKeyDecryptsWhatItEncryptedAndBindsTheAssociatedData(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "encryption");
		assertThat(kms.decrypt(key, kms.encrypt(key, "attack at dawn"))).isEqualTo("attack at dawn");
		String bound = kms
			.done(key, "encrypt",
					"{\"plaintextB64\": \"%s\", \"context\": \"invoice-7\"}".formatted(KeyCalls.base64("hello")))
			.get("ciphertextB64")
			.asString();
		String opened = kms
			.done(key, "decrypt",
					"{\"ciphertextB64\": \"%s\", \"aadB64\": \"%s\"}".formatted(bound, KeyCalls.base64("invoice-7")))
			.get("plaintextB64")
			.asString();
		assertThat(KeyCalls.text(opened)).isEqualTo("hello");
		refused(kms, key, bound, "\"context\": \"invoice-8\"");
		refused(kms, key, bound, "\"aadB64\": \"\"");
		refused(kms, kms.create(algorithm, "encryption"), bound, "\"context\": \"invoice-7\"");
	}

	@Test
	void everyChangeOfACiphertextIsRefusedWithTheSameAnswer() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-KEM-768", "encryption");
		byte[] sealed = Base64.getDecoder().decode(kms.encrypt(key, "attack at dawn"));
		for (int at : new int[] { 0, 1, 4, 5, 6, 600, 1090, 1094, 1110, sealed.length - 1 }) {
			byte[] changed = sealed.clone();
			changed[at] ^= 1;
			refused(kms, key, Base64.getEncoder().encodeToString(changed), "\"context\": null");
		}
		refused(kms, key, "", "\"context\": null");
		refused(kms, key, "AQAAAAE=", "\"context\": null");
	}

	private static void refused(KeyCalls kms, UUID key, String ciphertext, String associated) {
		kms.post(key, "decrypt", "{\"ciphertextB64\": \"%s\", %s}".formatted(ciphertext, associated))
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.error")
			.isEqualTo("UNPROCESSABLE_ENTITY")
			.jsonPath("$.message")
			.isEqualTo("can't be decrypted with this key and associated data");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AES-256-GCM", "ML-KEM-1024", "X-Wing", "RSA-4096" })
	void aWrappingKeyUnwrapsWhatItWrapped(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "key-wrapping");
		String dataKey = Base64.getEncoder().encodeToString(new byte[32]);
		String wrapped = kms.done(key, "wrap", "{\"plaintextB64\": \"%s\"}".formatted(dataKey))
			.get("ciphertextB64")
			.asString();
		assertThat(kms.done(key, "unwrap", "{\"ciphertextB64\": \"%s\"}".formatted(wrapped)).get("plaintextB64"))
			.hasToString('"' + dataKey + '"');
		TestCalls.expectError(
				kms.post(kms.create(algorithm, "wrapping"), "unwrap", "{\"ciphertextB64\": \"%s\"}".formatted(wrapped)),
				422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void anAesWrappingKeyRefusesWhatItCantBind() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "wrapping");
		TestCalls.expectError(kms.post(key, "wrap", "{\"plaintextB64\": \"AAAA\", \"context\": \"x\"}"), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(kms.post(key, "wrap", "{\"plaintextB64\": \"\"}"), 400, "BAD_REQUEST");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "X-Wing", "X25519MLKEM768", "X25519", "ECDH-P384" })
	void aKemKeyRecoversTheSecret(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "kem");
		JsonNode made = kms.done(key, "encapsulate", null);
		JsonNode recovered = kms.done(key, "decapsulate",
				"{\"ciphertextB64\": \"%s\"}".formatted(made.get("ciphertextB64").asString()));
		assertThat(recovered.get("sharedSecretB64")).isEqualTo(made.get("sharedSecretB64"));
		assertThat(recovered.has("ciphertextB64")).isFalse();
		TestCalls.expectError(kms.post(key, "decapsulate", "{\"ciphertextB64\": \"AAAA\"}"), 422,
				"UNPROCESSABLE_ENTITY");
	}

	@Test
	void aSignatureIsBoundToItsContext() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-DSA-65", "signing");
		String data = KeyCalls.base64("x");
		String signature = kms.done(key, "sign", "{\"dataB64\": \"%s\", \"context\": \"prod\"}".formatted(data))
			.get("signatureB64")
			.asString();
		String verify = "{\"dataB64\": \"%s\", \"signatureB64\": \"%s\", \"context\": \"%s\"}";
		assertThat(kms.done(key, "verify", verify.formatted(data, signature, "prod")).get("valid").asBoolean())
			.isTrue();
		assertThat(kms.done(key, "verify", verify.formatted(data, signature, "test")).get("valid").asBoolean())
			.isFalse();
		assertThat(kms.verify(key, "x", signature)).isFalse();
		UUID curve = kms.create("Ed25519", "signing");
		TestCalls.expectError(kms.post(curve, "sign", "{\"dataB64\": \"%s\", \"context\": \"prod\"}".formatted(data)),
				422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(
				kms.post(key, "sign", "{\"dataB64\": \"%s\", \"context\": \"%s\"}".formatted(data, "x".repeat(256))),
				400, "BAD_REQUEST");
	}

	@Test
	void aContextThatIsNoTextIsRefused() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-DSA-44", "signing");
		for (String context : new String[] { "\\ud800", "a\\u0000b" }) {
			TestCalls.expectError(
					kms.post(key, "sign", "{\"dataB64\": \"AAAA\", \"context\": \"%s\"}".formatted(context)), 400,
					"BAD_REQUEST");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aGVsbG8", "aGVsbG9=", "aGVs bG8=", "aGVsbG8=\\n", "-_-_", "=", "A===" })
	void bytesHaveOneSpellingOnly(String base64) {
		KeyCalls kms = calls();
		UUID key = kms.create("HMAC-SHA-256", "mac");
		TestCalls.expectError(kms.post(key, "sign", "{\"dataB64\": \"%s\"}".formatted(base64)), 400, "BAD_REQUEST");
	}

	@Test
	void olderVersionsVerifyAndDecryptAndTheNewOneProtects() {
		KeyCalls kms = calls();
		UUID signing = kms.create("ML-DSA-44", "signing");
		UUID encrypting = kms.create("X25519", "encryption");
		String signature = kms.sign(signing, "old");
		String ciphertext = kms.encrypt(encrypting, "old");
		assertThat(kms.done(signing, "rotate", null).get("version").asInt()).isEqualTo(2);
		assertThat(kms.done(encrypting, "upgrade", "{\"algorithm\": \"ML-KEM-768\"}").get("algorithm").asString())
			.isEqualTo("ML-KEM-768");
		assertThat(kms.verify(signing, "old", signature)).isTrue();
		assertThat(kms.decrypt(encrypting, ciphertext)).isEqualTo("old");
		JsonNode fresh = kms.done(encrypting, "encrypt", "{\"plaintextB64\": \"AAAA\"}");
		assertThat(fresh.get("keyVersion").asInt()).isEqualTo(2);
		assertThat(fresh.get("algorithm").asString()).isEqualTo("ML-KEM-768");
		JsonNode moved = kms.done(encrypting, "reencrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext));
		assertThat(moved.get("keyVersion").asInt()).isEqualTo(2);
		assertThat(kms.decrypt(encrypting, moved.get("ciphertextB64").asString())).isEqualTo("old");
		String named = "{\"dataB64\": \"%s\", \"signatureB64\": \"%s\", \"keyVersion\": %d}";
		assertThat(kms.done(signing, "verify", named.formatted(KeyCalls.base64("old"), signature, 1))
			.get("valid")
			.asBoolean()).isTrue();
		assertThat(kms.done(signing, "verify", named.formatted(KeyCalls.base64("old"), signature, 2))
			.get("valid")
			.asBoolean()).isFalse();
		TestCalls.expectError(kms.post(signing, "verify", named.formatted(KeyCalls.base64("old"), signature, 3)), 404,
				"NOT_FOUND");
	}

	@Test
	void aKemKeyOfSeveralVersionsWantsToKnowWhichOne() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-KEM-768", "kem");
		JsonNode first = kms.done(key, "encapsulate", null);
		kms.done(key, "rotate", null);
		String ciphertext = first.get("ciphertextB64").asString();
		TestCalls.expectError(kms.post(key, "decapsulate", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext)), 400,
				"BAD_REQUEST");
		JsonNode recovered = kms.done(key, "decapsulate",
				"{\"ciphertextB64\": \"%s\", \"keyVersion\": 1}".formatted(ciphertext));
		assertThat(recovered.get("sharedSecretB64")).isEqualTo(first.get("sharedSecretB64"));
	}

	@ParameterizedTest
	@CsvSource({ "ML-DSA-65,signing,encrypt", "ML-DSA-65,signing,encapsulate", "AES-256-GCM,encryption,sign",
			"AES-256-GCM,encryption,wrap", "AES-256-GCM,wrapping,encrypt", "ML-KEM-768,kem,encrypt",
			"ML-KEM-768,encryption,encapsulate", "HMAC-SHA-256,mac,encrypt", "ML-KEM-768,encryption,verify" })
	void aKeyDoesOnlyWhatItIsFor(String algorithm, String purpose, String operation) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, purpose);
		TestCalls.expectError(kms.post(key, operation, """
				{"dataB64": "AAAA", "signatureB64": "AAAA", "plaintextB64": "AAAA", "ciphertextB64": "AAAA"}"""), 422,
				"UNPROCESSABLE_ENTITY");
	}

	@ParameterizedTest
	@CsvSource({ "sign,{}", "sign,{\"dataB64\": \"!!\"}", "sign,{\"dataB64\": 7}", "sign,[]", "sign,",
			"verify,{\"dataB64\": \"AAAA\"}",
			"verify,'{\"dataB64\": \"AAAA\", \"signatureB64\": \"AAAA\", \"keyVersion\": 0}'",
			"verify,'{\"dataB64\": \"AAAA\", \"signatureB64\": \"AAAA\", \"keyVersion\": \"1\"}'" })
	void unreadableRequestsAreRefused(String operation, String body) {
		KeyCalls kms = calls();
		TestCalls.expectError(kms.post(kms.create("ML-DSA-44", "signing"), operation, body), 400, "BAD_REQUEST");
	}

	@Test
	void dataOfMoreThan512KiBIsRefused() {
		KeyCalls kms = calls();
		UUID key = kms.create("HMAC-SHA-256", "mac");
		String largest = Base64.getEncoder().encodeToString(new byte[512 * 1024]);
		assertThat(kms.done(key, "sign", "{\"dataB64\": \"%s\"}".formatted(largest)).get("signatureB64").asString())
			.hasSize(44);
		TestCalls.expectError(
				kms.post(key, "sign",
						"{\"dataB64\": \"%s\"}"
							.formatted(Base64.getEncoder().encodeToString(new byte[512 * 1024 + 1]))),
				400, "BAD_REQUEST");
	}

	@Test
	void otherTenantsKeysAreNotThere() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-DSA-65", "signing");
		String signature = kms.sign(key, "x");
		KeyCalls other = calls();
		TestCalls.expectError(other.post(key, "sign", "{\"dataB64\": \"AAAA\"}"), 404, "NOT_FOUND");
		TestCalls.expectError(
				other.post(key, "verify", "{\"dataB64\": \"AAAA\", \"signatureB64\": \"%s\"}".formatted(signature)),
				404, "NOT_FOUND");
		TestCalls.expectError(kms.post(new UUID(1, 1), "sign", "{\"dataB64\": \"AAAA\"}"), 404, "NOT_FOUND");
	}

	@Test
	void whoOnlyReadsVerifiesAndDoesNotSignOrDecrypt() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-DSA-65", "signing");
		String signature = kms.sign(key, "x");
		UUID secret = kms.create("AES-256-GCM", "encryption");
		String ciphertext = kms.encrypt(secret, "x");
		Account viewer = this.tenants.member(kms.account().tenantId(), Role.VIEWER);
		KeyCalls reading = new KeyCalls(this.client, viewer);
		assertThat(reading.verify(key, "x", signature)).isTrue();
		TestCalls.expectError(reading.post(key, "sign", "{\"dataB64\": \"AAAA\"}"), 403, "FORBIDDEN");
		TestCalls.expectError(reading.post(secret, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext)), 403,
				"FORBIDDEN");
		TestCalls.expectError(reading.call("POST", KeyCalls.KEYS, "{\"algorithm\": \"ML-DSA-65\"}"), 403, "FORBIDDEN");
	}

	@Test
	void eachUseLeavesAnEventWithoutTheData() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		this.client.post()
			.uri(KeyCalls.KEYS + "/" + key + "/encrypt")
			.header("Authorization", kms.account().bearer())
			.header("X-Application-Id", "billing-7")
			.header("Content-Type", "application/json")
			.bodyValue("{\"plaintextB64\": \"%s\"}".formatted(KeyCalls.base64("attack at dawn")))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody();
		TestCalls.expectError(kms.post(key, "decrypt", "{\"ciphertextB64\": \"AQAAAAEA\"}"), 422,
				"UNPROCESSABLE_ENTITY");
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.decrypt")).singleElement()
			.asString()
			.contains("\"algorithm\": \"aes-256-gcm\"");
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.encrypt")).singleElement()
			.asString()
			.contains("\"resource_id\":\"" + key, "\"bytes\": 14", "\"operations\": 1",
					"\"applicationId\": \"billing-7\"", "\"algorithm\": \"aes-256-gcm\"", "\"keyVersion\": 1")
			.doesNotContain(KeyCalls.base64("attack at dawn"), "attack");
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.decrypt")).singleElement()
			.asString()
			.contains("\"outcome\":\"failure\"", key.toString());
	}

	@Test
	void anUnreadableApplicationIsRefused() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		TestCalls.expectError(this.client.post()
			.uri(KeyCalls.KEYS + "/" + key + "/encrypt")
			.header("Authorization", kms.account().bearer())
			.header("X-Application-Id", "<script>")
			.header("Content-Type", "application/json")
			.bodyValue("{\"plaintextB64\": \"AAAA\"}")
			.exchange(), 400, "BAD_REQUEST");
	}

	private KeyCalls calls() {
		return new KeyCalls(this.client, this.tenants.owner());
	}

}
