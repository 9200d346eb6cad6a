package io.qnsp.app.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares the contract with the OpenAPI document of the application and finds every
 * difference, never only the first. Endpoints, statuses and fields that only the
 * application has are its own business.
 */
final class ContractComparison {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

	private final Contract contract;

	private final OpenApiDocument document;

	private final List<String> differences = new ArrayList<>();

	private final SchemaComparison requests;

	private final SchemaComparison responses;

	private ContractComparison(Contract contract, OpenApiDocument document) {
		this.contract = contract;
		this.document = document;
		this.requests = new SchemaComparison(document, SchemaComparison.Direction.REQUEST, this.differences::add);
		this.responses = new SchemaComparison(document, SchemaComparison.Direction.RESPONSE, this.differences::add);
	}

	/**
	 * Compares.
	 * @param contract the contract
	 * @param missing the endpoints that may be absent; each must be absent
	 * @param document an OpenAPI 3.1 document whose operations carry
	 * {@code x-required-controls}, {@code x-required-add-on} and
	 * {@code x-billable-operation}
	 * @return all differences, one readable line each; empty if the document keeps the
	 * contract
	 */
	static List<String> differences(Contract contract, MissingEndpoints missing, JsonNode document) {
		ContractComparison comparison = new ContractComparison(contract, new OpenApiDocument(document));
		comparison.differences.addAll(missing.faults(contract));
		comparison.compareAll(missing);
		return List.copyOf(comparison.differences);
	}

	private void compareAll(MissingEndpoints missing) {
		String version = this.document.root().path("openapi").asString("none");
		if (!version.startsWith("3.1.")) {
			this.differences.add("openapi: version " + version + " (expected: 3.1)");
		}
		for (Endpoint endpoint : this.contract.endpoints().values()) {
			JsonNode operation = this.document.operation(endpoint);
			if (operation == null && !missing.contains(endpoint)) {
				this.differences.add(endpoint.name() + ": missing" + otherName(endpoint));
			}
			else if (operation != null) {
				if (missing.contains(endpoint)) {
					this.differences.add(endpoint.name() + ": implemented, yet listed in missing.txt");
				}
				compare(endpoint, operation);
			}
		}
	}

	private String otherName(Endpoint endpoint) {
		String pattern = VARIABLE.matcher(endpoint.path()).replaceAll("{}");
		return this.document.root()
			.path("paths")
			.propertyStream()
			.map(Map.Entry::getKey)
			.filter((path) -> VARIABLE.matcher(path).replaceAll("{}").equals(pattern) && !path.equals(endpoint.path()))
			.map((path) -> " (the document has " + path + ")")
			.findFirst()
			.orElse("");
	}

	private void compare(Endpoint endpoint, JsonNode operation) {
		compareControls(endpoint, operation);
		guarded(endpoint.name() + " parameters", () -> compareParameters(endpoint, operation));
		guarded(endpoint.name() + " request", () -> compareRequest(endpoint, operation));
		guarded(endpoint.name() + " responses", () -> compareResponses(endpoint, operation));
	}

	private void guarded(String place, Runnable comparison) {
		try {
			comparison.run();
		}
		catch (OpenApiDocument.UnresolvedReference ex) {
			this.differences.add(place + ": " + ex.getMessage());
		}
	}

	private void compareControls(Endpoint endpoint, JsonNode operation) {
		Set<String> controls = operation.path("x-required-controls")
			.valueStream()
			.map((control) -> control.asString(""))
			.collect(Collectors.toCollection(TreeSet::new));
		differ(endpoint.name() + " controls", controls, new TreeSet<>(endpoint.controls()));
		differ(endpoint.name() + " add-on", operation.path("x-required-add-on").asString("none"),
				orNone(endpoint.addOn()));
		differ(endpoint.name() + " billable operation", operation.path("x-billable-operation").asString("none"),
				orNone(endpoint.billable()));
		if (!this.document.demandsBearer(operation)) {
			this.differences.add(endpoint.name() + " security: no bearer token (contract: bearer token)");
		}
	}

	private void compareParameters(Endpoint endpoint, JsonNode operation) {
		Map<String, JsonNode> parameters = this.document.parameters(endpoint, operation);
		Map<String, Shape> variables = new LinkedHashMap<>();
		VARIABLE.matcher(endpoint.path())
			.results()
			.map((result) -> result.group(1))
			.forEach((name) -> variables.put(name, new Shape.Scalar("string", null, null, false)));
		compareParameters(endpoint.name() + " path ", variables, "path ", parameters);
		compareParameters(endpoint.name() + " query ", endpoint.query(), "query ", parameters);
		parameters.forEach((place, parameter) -> {
			String name = parameter.path("name").asString("");
			boolean known = place.equals("path " + name) ? variables.containsKey(name)
					: place.equals("query " + name) && endpoint.query().containsKey(name);
			if (!known && parameter.path("required").asBoolean(false)) {
				this.differences.add("%s %s: required (contract: no such parameter)".formatted(endpoint.name(), place));
			}
		});
	}

	private void compareParameters(String place, Map<String, Shape> expected, String in,
			Map<String, JsonNode> parameters) {
		expected.forEach((name, shape) -> {
			JsonNode parameter = parameters.get(in + name);
			if (parameter == null) {
				this.differences.add(place + name + ": missing");
			}
			else {
				this.requests.compare(place + name, shape, parameter.get("schema"));
			}
		});
	}

	private void compareRequest(Endpoint endpoint, JsonNode operation) {
		String place = endpoint.name() + " request";
		Shape request = endpoint.request();
		JsonNode body = operation.has("requestBody") ? this.document.resolve(operation.path("requestBody")) : null;
		if (request != null && body == null) {
			this.differences.add(place + ": no body (contract: a body)");
		}
		else if (request != null && body != null) {
			compareContent(place, new Endpoint.Body("application/json", request), body, this.requests);
		}
		else if (body != null && body.path("required").asBoolean(false)) {
			this.differences.add(place + ": a required body (contract: no body)");
		}
	}

	private void compareResponses(Endpoint endpoint, JsonNode operation) {
		Map<String, JsonNode> answers = new TreeMap<>();
		operation.path("responses").properties().forEach((entry) -> answers.put(entry.getKey(), entry.getValue()));
		Set<String> successes = answers.keySet()
			.stream()
			.filter((status) -> status.startsWith("2"))
			.collect(Collectors.toCollection(TreeSet::new));
		differ(endpoint.name() + " success status", successes, endpoint.responses().keySet());
		endpoint.responses().forEach((status, body) -> {
			JsonNode answer = answers.get(status);
			if (answer != null) {
				compareContent(endpoint.name() + " " + status, body, this.document.resolve(answer), this.responses);
			}
		});
		JsonNode error = answers.get("default");
		if (error == null) {
			this.differences.add(endpoint.name() + " default: missing (contract: the error body)");
		}
		else {
			compareContent(endpoint.name() + " default", new Endpoint.Body("application/json", this.contract.error()),
					this.document.resolve(error), this.responses);
		}
	}

	private void compareContent(String place, Endpoint.Body body, JsonNode found, SchemaComparison schemas) {
		Set<String> mediaTypes = new TreeSet<>();
		found.path("content").properties().forEach((entry) -> mediaTypes.add(entry.getKey()));
		String mediaType = body.mediaType();
		Shape shape = body.shape();
		if (mediaType == null || shape == null) {
			differ(place + " body", mediaTypes, Set.of());
		}
		else if (!mediaTypes.contains(mediaType)) {
			differ(place + " body", mediaTypes, Set.of(mediaType));
		}
		else {
			schemas.compare(place, shape, found.path("content").path(mediaType).get("schema"));
		}
	}

	private void differ(String place, Object found, Object expected) {
		if (!Objects.equals(found, expected)) {
			this.differences.add("%s: %s (contract: %s)".formatted(place, found, expected));
		}
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : "none";
	}

}
