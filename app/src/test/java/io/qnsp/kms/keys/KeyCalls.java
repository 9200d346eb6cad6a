package io.qnsp.kms.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Short forms of what tests of keys do all the time, for one caller.
 *
 * @param client the client
 * @param account who calls
 */
public record KeyCalls(WebTestClient client, Account account) {

	/** Where keys are. */
	public static final String KEYS = "/kms/v1/keys";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/**
	 * Makes a key.
	 * @param algorithm its algorithm
	 * @param purpose its purpose
	 * @return its id
	 */
	public UUID create(String algorithm, String purpose) {
		return id(created("{\"algorithm\": \"%s\", \"purpose\": \"%s\"}".formatted(algorithm, purpose)));
	}

	/**
	 * Makes a key.
	 * @param body the request
	 * @return the answer
	 */
	public JsonNode created(String body) {
		return answer(call("POST", KEYS, body), 201);
	}

	/**
	 * The id of an answered key.
	 * @param key the answer
	 * @return the id
	 */
	public static UUID id(JsonNode key) {
		return UUID.fromString(key.get("keyId").asString());
	}

	/**
	 * Posts to a key.
	 * @param keyId the key
	 * @param operation the last part of the path
	 * @param body the request, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec post(UUID keyId, String operation, @Nullable String body) {
		return call("POST", KEYS + "/" + keyId + "/" + operation, body);
	}

	/**
	 * Posts to a key, which works.
	 * @param keyId the key
	 * @param operation the last part of the path
	 * @param body the request, or {@code null}
	 * @return the answer
	 */
	public JsonNode done(UUID keyId, String operation, @Nullable String body) {
		return answer(post(keyId, operation, body), 200);
	}

	/**
	 * Reads something.
	 * @param path its path
	 * @return the answer
	 */
	public JsonNode get(String path) {
		return answer(call("GET", path, null), 200);
	}

	/**
	 * Reads an answer.
	 * @param response the answer
	 * @param status the status it must have
	 * @return its body
	 */
	public JsonNode answer(ResponseSpec response, int status) {
		return JSON.readTree(TestCalls.body(response, status));
	}

	/**
	 * Calls anything.
	 * @param method GET, POST, PATCH, PUT, DELETE
	 * @param path the path
	 * @param body JSON, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec call(String method, String path, @Nullable String body) {
		return TestCalls.call(this.client, method, path, this.account, body);
	}

	/**
	 * Signs.
	 * @param keyId the key
	 * @param text what
	 * @return the signature, base64
	 */
	public String sign(UUID keyId, String text) {
		return done(keyId, "sign", "{\"dataB64\": \"%s\"}".formatted(base64(text))).get("signatureB64").asString();
	}

	/**
	 * Verifies.
	 * @param keyId the key
	 * @param text what was signed
	 * @param signature the signature, base64
	 * @return whether it is valid
	 */
	public boolean verify(UUID keyId, String text, String signature) {
		return done(keyId, "verify",
				"{\"dataB64\": \"%s\", \"signatureB64\": \"%s\"}".formatted(base64(text), signature))
			.get("valid")
			.asBoolean();
	}

	/**
	 * Encrypts.
	 * @param keyId the key
	 * @param text what
	 * @return the ciphertext, base64
	 */
	public String encrypt(UUID keyId, String text) {
		return done(keyId, "encrypt", "{\"plaintextB64\": \"%s\"}".formatted(base64(text))).get("ciphertextB64")
			.asString();
	}

	/**
	 * Decrypts.
	 * @param keyId the key
	 * @param ciphertext the ciphertext, base64
	 * @return the plaintext
	 */
	public String decrypt(UUID keyId, String ciphertext) {
		return text(done(keyId, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext)).get("plaintextB64")
			.asString());
	}

	/**
	 * Text as base64.
	 * @param text the text
	 * @return its UTF-8 bytes
	 */
	public static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Base64 as text.
	 * @param base64 UTF-8 bytes
	 * @return the text
	 */
	public static String text(String base64) {
		return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
	}

}
