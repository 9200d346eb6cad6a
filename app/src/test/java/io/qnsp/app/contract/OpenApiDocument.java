package io.qnsp.app.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * An OpenAPI document with its references followed.
 *
 * @param root the document
 */
record OpenApiDocument(JsonNode root) {

	/**
	 * Follows {@code $ref}, again and again, until something else is there.
	 * @param node a node of the document
	 * @return the node that is meant
	 * @throws UnresolvedReference if a reference leads nowhere, outside or in a circle
	 */
	JsonNode resolve(JsonNode node) {
		Set<String> seen = new HashSet<>();
		JsonNode current = node;
		while (current.has("$ref")) {
			String reference = current.path("$ref").asString("");
			if (!seen.add(reference)) {
				throw new UnresolvedReference("$ref " + reference + " leads in a circle");
			}
			current = target(reference);
		}
		return current;
	}

	/**
	 * Finds what a reference points to, which may be a reference itself.
	 * @param reference a reference within this document
	 * @return the node
	 * @throws UnresolvedReference if there is none
	 */
	JsonNode target(String reference) {
		if (!reference.startsWith("#/")) {
			throw new UnresolvedReference("$ref " + reference + " points outside the document");
		}
		String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
		JsonNode target = this.root.at(JsonPointer.compile(pointer));
		if (target.isMissingNode()) {
			throw new UnresolvedReference("$ref " + reference + " points to nothing");
		}
		return target;
	}

	/**
	 * Finds an operation.
	 * @param endpoint the endpoint whose method and path it has
	 * @return the operation, or {@code null} if the document has none
	 */
	@Nullable JsonNode operation(Endpoint endpoint) {
		return pathItem(endpoint).get(endpoint.method().toLowerCase(Locale.ROOT));
	}

	/**
	 * Lists the parameters of an operation, those of its path included.
	 * @param endpoint the endpoint
	 * @param operation its operation
	 * @return the parameters by place and name, for example {@code query limit}
	 */
	Map<String, JsonNode> parameters(Endpoint endpoint, JsonNode operation) {
		List<JsonNode> declared = new ArrayList<>();
		pathItem(endpoint).path("parameters").forEach(declared::add);
		operation.path("parameters").forEach(declared::add);
		Map<String, JsonNode> parameters = new LinkedHashMap<>();
		for (JsonNode node : declared) {
			JsonNode parameter = resolve(node);
			parameters.put(parameter.path("in").asString("") + " " + parameter.path("name").asString(""), parameter);
		}
		return parameters;
	}

	private JsonNode pathItem(Endpoint endpoint) {
		return this.root.path("paths").path(endpoint.path());
	}

	/**
	 * Tells whether an operation demands a bearer token.
	 * @param operation the operation
	 * @return {@code true} if each alternative of its security names a bearer scheme
	 */
	boolean demandsBearer(JsonNode operation) {
		JsonNode security = operation.has("security") ? operation.path("security") : this.root.path("security");
		if (security.isEmpty()) {
			return false;
		}
		JsonNode schemes = this.root.path("components").path("securitySchemes");
		return security.valueStream()
			.allMatch((alternative) -> alternative.propertyStream()
				.map(Map.Entry::getKey)
				.anyMatch((name) -> schemes.path(name).path("scheme").asString("").equalsIgnoreCase("bearer")));
	}

	/**
	 * A reference that cannot be followed.
	 */
	static final class UnresolvedReference extends RuntimeException {

		UnresolvedReference(String message) {
			super(message);
		}

	}

}
