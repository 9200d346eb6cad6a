package io.qnsp.kms.byohsm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Short forms of what tests of HSMs do all the time, for one caller.
 *
 * @param client the client
 * @param account who calls
 */
public record HsmCalls(WebTestClient client, Account account) {

	/** The path of all of it. */
	public static final String PATH = "/kms/v1/byohsm";

	/** Where connections are. */
	public static final String CONNECTIONS = PATH + "/connections";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/**
	 * A registration.
	 * @param provider the provider
	 * @param endpoint the endpoint
	 * @param pin the PIN
	 * @return the request
	 */
	public static String registration(String provider, String endpoint, String pin) {
		return """
				{"name": "our HSM", "provider": "%s", "connectionConfig": {"endpoint": "%s", "port": 1792,
				"credentials": {"type": "api_key", "data": {"pin": "%s"}}},
				"metadata": {"location": "cellar", "purpose": "signing"}}""".formatted(provider, endpoint, pin);
	}

	/**
	 * Registers a token.
	 * @param provider the provider whose library has it
	 * @param endpoint the token
	 * @param pin its PIN
	 * @return the connection
	 */
	public UUID register(String provider, String endpoint, String pin) {
		return UUID.fromString(
				answer(call("POST", CONNECTIONS, registration(provider, endpoint, pin)), 201).path("connectionId")
					.asString());
	}

	/**
	 * Registers and validates a token of SoftHSM.
	 * @param provider the provider whose library has it
	 * @param token the token
	 * @return the connection
	 */
	public UUID connected(String provider, SoftToken token) {
		return valid(register(provider, "label:" + token.label(), token.pin()));
	}

	/**
	 * Registers and validates a token of NSS.
	 * @param token the token
	 * @return the connection
	 */
	public UUID connected(NssToken token) {
		return valid(register("thales", "label:" + token.label(), token.pin()));
	}

	private UUID valid(UUID connection) {
		JsonNode answer = validate(connection);
		if (!answer.path("valid").asBoolean()) {
			throw new AssertionError(answer.toPrettyString());
		}
		return connection;
	}

	/**
	 * Validates.
	 * @param connection the connection
	 * @return the answer
	 */
	public JsonNode validate(UUID connection) {
		return answer(call("POST", CONNECTIONS + "/" + connection + "/validate", null), 200);
	}

	/**
	 * Deletes a connection.
	 * @param connection the connection
	 * @param force whether by force
	 */
	public void delete(UUID connection, boolean force) {
		call("DELETE", CONNECTIONS + "/" + connection + (force ? "?force=true" : ""), null).expectStatus()
			.isNoContent()
			.expectBody()
			.isEmpty();
	}

	/**
	 * Reads a connection.
	 * @param connection the connection
	 * @return the answer
	 */
	public JsonNode read(UUID connection) {
		return get(CONNECTIONS + "/" + connection);
	}

	/**
	 * Makes a key.
	 * @param connection the connection
	 * @param rest what the key is to be, JSON fields
	 * @return the answer
	 */
	public JsonNode key(UUID connection, String rest) {
		return answer(tryKey(connection, rest), 201);
	}

	/**
	 * Asks for a key.
	 * @param connection the connection
	 * @param rest what the key is to be, JSON fields
	 * @return the answer
	 */
	public ResponseSpec tryKey(UUID connection, String rest) {
		return call("POST", PATH + "/keys", "{\"connectionId\": \"%s\", %s}".formatted(connection, rest));
	}

	/**
	 * The id of an answered key.
	 * @param key the answer
	 * @return the id
	 */
	public static String id(JsonNode key) {
		return key.path("keyId").asString();
	}

	/**
	 * Signs.
	 * @param keyId the key
	 * @param text what
	 * @param algorithm how, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec sign(String keyId, String text, @Nullable String algorithm) {
		return call("POST", PATH + "/sign", "{\"keyId\": \"%s\", \"data\": \"%s\"%s}".formatted(keyId, base64(text),
				(algorithm != null) ? ", \"algorithm\": \"%s\"".formatted(algorithm) : ""));
	}

	/**
	 * Signs, which works.
	 * @param keyId the key
	 * @param text what
	 * @return the signature
	 */
	public byte[] signed(String keyId, String text) {
		return bytes(answer(sign(keyId, text, null), 200).path("signature").asString());
	}

	/**
	 * Verifies.
	 * @param keyId the key
	 * @param text what was signed
	 * @param signature the signature
	 * @return whether it is valid
	 */
	public boolean verify(String keyId, String text, byte[] signature) {
		return answer(call("POST", PATH + "/verify", "{\"keyId\": \"%s\", \"data\": \"%s\", \"signature\": \"%s\"}"
			.formatted(keyId, base64(text), Base64.getEncoder().encodeToString(signature))), 200).path("valid")
			.asBoolean();
	}

	/**
	 * Wraps.
	 * @param keyId the key
	 * @param secret what, base64
	 * @param algorithm how, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec wrap(String keyId, String secret, @Nullable String algorithm) {
		return call("POST", PATH + "/wrap", "{\"wrappingKeyId\": \"%s\", \"keyToWrap\": \"%s\"%s}".formatted(keyId,
				secret, (algorithm != null) ? ", \"algorithm\": \"%s\"".formatted(algorithm) : ""));
	}

	/**
	 * Unwraps.
	 * @param keyId the key
	 * @param wrapped what, base64
	 * @param algorithm how, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec unwrap(String keyId, String wrapped, @Nullable String algorithm) {
		return call("POST", PATH + "/unwrap", "{\"unwrappingKeyId\": \"%s\", \"wrappedKey\": \"%s\"%s}".formatted(keyId,
				wrapped, (algorithm != null) ? ", \"algorithm\": \"%s\"".formatted(algorithm) : ""));
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
	public static JsonNode answer(ResponseSpec response, int status) {
		return JSON.readTree(TestCalls.body(response, status));
	}

	/**
	 * Calls anything.
	 * @param method GET, POST, PATCH, DELETE
	 * @param path the path
	 * @param body JSON, or {@code null}
	 * @return the answer
	 */
	public ResponseSpec call(String method, String path, @Nullable String body) {
		return TestCalls.call(this.client, method, path, this.account, body);
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
	 * Base64 as bytes.
	 * @param base64 the text
	 * @return the bytes
	 */
	public static byte[] bytes(String base64) {
		return Base64.getDecoder().decode(base64);
	}

}
