package io.qnsp.hsm.testing.vault;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/** A Managed HSM. */
public final class FakeVault extends FakeServer {

	private static final String VERSION = "0123456789abcdef0123456789abcdef";

	private final FakeEntra entra;

	private final Map<String, FakeKey> keys = new ConcurrentHashMap<>();

	private final Set<String> deleted = ConcurrentHashMap.newKeySet();

	private final List<JsonNode> creations = new ArrayList<>();

	private volatile String resource = "https://localhost";

	private volatile boolean purging = true;

	FakeVault(TestCertificate certificate, FakeEntra entra) {
		super(certificate);
		this.entra = entra;
	}

	/**
	 * The names of its keys.
	 * @return those that are not deleted
	 */
	public Set<String> keys() {
		return Set.copyOf(this.keys.keySet());
	}

	/**
	 * The names of deleted keys that are not purged.
	 * @return names
	 */
	public Set<String> deletedKeys() {
		return Set.copyOf(this.deleted);
	}

	/**
	 * What was asked for when keys were made.
	 * @return the bodies
	 */
	public List<JsonNode> creations() {
		return List.copyOf(this.creations);
	}

	/**
	 * An AES key, as nobody gets it out of a real HSM.
	 * @param reference name and version
	 * @return its bytes
	 */
	public byte[] secret(String reference) {
		return this.keys.get(reference.substring(0, reference.indexOf('/'))).secret();
	}

	/**
	 * Names another resource in its challenge.
	 * @param resource what tokens should be for
	 */
	public void challengeFor(String resource) {
		this.resource = resource;
	}

	/** Protects deleted keys from purging. */
	public void protectFromPurge() {
		this.purging = false;
	}

	@Override
	void handle(HttpExchange exchange, String request, String body) throws IOException {
		String authorization = exchange.getRequestHeaders().getFirst("Authorization");
		if (authorization == null || !this.entra.knows(authorization.replace("Bearer ", ""))) {
			exchange.getResponseHeaders()
				.set("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/"
						+ FakeEntra.DIRECTORY + "\", resource=\"" + this.resource + "\"");
			answer(exchange, 401, error("Unauthorized"));
			return;
		}
		if (!exchange.getRequestURI().getQuery().contains("api-version=7.")) {
			answer(exchange, 400, error("BadParameter"));
			return;
		}
		try {
			route(exchange, request.split("[ /]+"), body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body));
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			answer(exchange, 400, error("BadParameter"));
		}
	}

	// request: method, keys or deletedkeys or rng, name, version or create, operation
	private void route(HttpExchange exchange, String[] request, JsonNode body)
			throws IOException, GeneralSecurityException {
		String path = request[0] + " " + request[1] + " " + request.length;
		switch (path) {
			case "POST rng 2" -> answer(exchange, 200, JSON.createObjectNode().put("value", random(body)));
			case "POST keys 4" -> answer(exchange, 200, made(request[2], body));
			case "DELETE keys 3" -> delete(exchange, request[2]);
			case "GET deletedkeys 3" -> answer(exchange, this.deleted.contains(request[2]) ? 200 : 404,
					this.deleted.contains(request[2]) ? deletion(request[2]) : error("KeyNotFound"));
			case "DELETE deletedkeys 3" -> purge(exchange, request[2]);
			case "POST keys 5" -> operate(exchange, this.keys.get(request[2]), request[4], body);
			default -> answer(exchange, 404, error("NoSuchPath"));
		}
	}

	private static String random(JsonNode body) {
		byte[] bytes = new byte[body.get("count").asInt()];
		new SecureRandom().nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private JsonNode made(String name, JsonNode body) throws GeneralSecurityException {
		synchronized (this.creations) {
			this.creations.add(body);
		}
		FakeKey key = FakeKey.make(body);
		this.keys.put(name, key);
		return description(name, key);
	}

	private ObjectNode description(String name, FakeKey key) {
		ObjectNode answer = JSON.createObjectNode();
		answer.set("key", key.jwk("https://vault.localhost:" + port() + "/keys/" + name + "/" + VERSION));
		answer.putObject("attributes").put("enabled", true).put("exportable", false).put("hsmPlatform", "2");
		return answer;
	}

	private ObjectNode deletion(String name) {
		String url = "https://vault.localhost:" + port();
		ObjectNode answer = JSON.createObjectNode().put("recoveryId", url + "/deletedkeys/" + name);
		answer.putObject("key").put("kid", url + "/keys/" + name + "/" + VERSION).put("kty", "oct-HSM");
		answer.putObject("attributes").put("enabled", true);
		return answer;
	}

	private void delete(HttpExchange exchange, String name) throws IOException {
		if (this.keys.remove(name) == null) {
			answer(exchange, 404, error("KeyNotFound"));
			return;
		}
		this.deleted.add(name);
		answer(exchange, 200, deletion(name));
	}

	private void purge(HttpExchange exchange, String name) throws IOException {
		if (!this.purging) {
			answer(exchange, 403, error("ForbiddenByPurgeProtection"));
			return;
		}
		answer(exchange, this.deleted.remove(name) ? 204 : 404, "");
	}

	private static void operate(HttpExchange exchange, @Nullable FakeKey key, String operation, JsonNode body)
			throws IOException, GeneralSecurityException {
		if (key == null) {
			answer(exchange, 404, error("KeyNotFound"));
			return;
		}
		answer(exchange, 200, key.operate(operation, body));
	}

	private static JsonNode error(String code) {
		ObjectNode answer = JSON.createObjectNode();
		answer.putObject("error").put("code", code).put("message", "as a vault says it");
		return answer;
	}

}
