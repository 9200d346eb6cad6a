package io.qnsp.app.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contract: what clients expect of the endpoints.
 *
 * @param endpoints every endpoint, by {@link Endpoint#name()}
 * @param error the body of every unsuccessful answer
 */
record Contract(Map<String, Endpoint> endpoints, Shape error) {

	/** The names of the service files, in the order of the reference. */
	static final List<String> SERVICES = List.of("auth", "access", "kms", "vault", "storage", "observability",
			"security", "crypto", "ai", "tenant", "search", "billing", "audit");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	private static final Pattern NAME = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/\\S+)");

	private static final Pattern RESPONSE = Pattern.compile("(2\\d\\d)(?: (\\S+/\\S+))?");

	private static final Set<String> OTHER_KEYS = Set.of("controls", "addOn", "billable", "query", "request");

	/**
	 * Reads the contract from the test resources.
	 * @return the contract
	 * @throws IllegalArgumentException if a file is not in the form described here
	 */
	static Contract load() {
		List<JsonNode> services = SERVICES.stream().map((name) -> resource(name + ".json")).toList();
		return read(resource("common.json"), services);
	}

	/**
	 * Reads a contract.
	 * @param common what holds for all endpoints: {@code authentication} and
	 * {@code error}
	 * @param services a tree for each service: {@code service} and {@code features}
	 * @return the contract
	 * @throws IllegalArgumentException if a tree is not in the form of the contract files
	 */
	static Contract read(JsonNode common, List<JsonNode> services) {
		requireKeys("common.json", common, Set.of("authentication", "error"));
		if (!common.get("authentication").stringValue().equals("bearer")) {
			throw new IllegalArgumentException(
					"authentication: " + common.get("authentication") + " (expected: bearer)");
		}
		Map<String, Endpoint> endpoints = new LinkedHashMap<>();
		for (JsonNode tree : services) {
			requireKeys("service", tree, Set.of("service", "features"));
			String service = tree.get("service").stringValue();
			tree.get("features").properties().forEach((feature) -> feature.getValue().properties().forEach((entry) -> {
				Endpoint endpoint = endpoint(service, feature.getKey(), entry.getKey(), entry.getValue());
				if (endpoints.putIfAbsent(endpoint.name(), endpoint) != null) {
					throw new IllegalArgumentException(endpoint.name() + " (expected: once in the contract)");
				}
			}));
		}
		return new Contract(endpoints, ShapeNotation.read(common.get("error")));
	}

	/**
	 * The title of a service.
	 * @param service its package, for example {@code kms}
	 * @param otherwise the title of a service that the contract does not know
	 * @return its title
	 */
	static String title(String service, String otherwise) {
		return SERVICES.contains(service) ? resource(service + ".json").get("service").stringValue() : otherwise;
	}

	/**
	 * Opens a file of the contract.
	 * @param file its name, for example {@code missing.txt}
	 * @return its content
	 */
	static InputStream open(String file) {
		InputStream stream = Contract.class.getResourceAsStream("/contract/" + file);
		if (stream == null) {
			throw new IllegalArgumentException("contract/" + file + " (expected: a test resource)");
		}
		return stream;
	}

	private static JsonNode resource(String file) {
		try (InputStream stream = open(file)) {
			return JSON.readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("contract/" + file + " cannot be read", ex);
		}
	}

	private static Endpoint endpoint(String service, String feature, String name, JsonNode node) {
		Matcher named = NAME.matcher(name);
		if (!named.matches()) {
			throw new IllegalArgumentException("'" + name + "' (expected: METHOD /path)");
		}
		try {
			Map<String, Shape> query = new LinkedHashMap<>();
			node.path("query")
				.properties()
				.forEach((entry) -> query.put(entry.getKey(), ShapeNotation.read(entry.getValue())));
			List<String> controls = new ArrayList<>();
			node.required("controls").forEach((control) -> controls.add(control.stringValue()));
			JsonNode request = node.get("request");
			return new Endpoint(service, feature, named.group(1), named.group(2), controls, text(node, "addOn"),
					text(node, "billable"), query, (request != null) ? ShapeNotation.read(request) : null,
					responses(node));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(name + ": " + ex.getMessage(), ex);
		}
	}

	private static Map<String, Endpoint.Body> responses(JsonNode node) {
		Map<String, Endpoint.Body> responses = new TreeMap<>();
		for (Map.Entry<String, JsonNode> entry : node.properties()) {
			Matcher response = RESPONSE.matcher(entry.getKey());
			if (response.matches()) {
				responses.put(response.group(1), body(response.group(2), entry.getValue()));
			}
			else if (!OTHER_KEYS.contains(entry.getKey())) {
				throw new IllegalArgumentException(
						"'" + entry.getKey() + "' (expected: a success status or one of " + OTHER_KEYS + ")");
			}
		}
		if (responses.isEmpty()) {
			throw new IllegalArgumentException("no success status (expected: at least one)");
		}
		return responses;
	}

	private static Endpoint.Body body(@Nullable String mediaType, JsonNode node) {
		if (node.isNull()) {
			return Endpoint.Body.NONE;
		}
		return new Endpoint.Body((mediaType != null) ? mediaType : "application/json", ShapeNotation.read(node));
	}

	private static @Nullable String text(JsonNode node, String key) {
		JsonNode value = node.get(key);
		return (value != null) ? value.stringValue() : null;
	}

	private static void requireKeys(String what, JsonNode node, Set<String> keys) {
		Set<String> found = node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
		if (!found.equals(keys)) {
			throw new IllegalArgumentException(what + ": keys " + found + " (expected: " + keys + ")");
		}
	}

}
