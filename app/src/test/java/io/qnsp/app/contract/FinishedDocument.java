package io.qnsp.app.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes the document that springdoc generates with what holds for every operation:
 * the bearer token, the error body, event streams as text, and fields that a response
 * always writes as required. The result is the same for every run: sorted, without the
 * address of the server, without schemas that nothing uses.
 */
final class FinishedDocument {

	private static final String SCHEMAS = "#/components/schemas/";

	private static final List<String> STREAMS = List.of("text/event-stream", "application/x-ndjson", "text/csv",
			"text/plain");

	private final ObjectNode root;

	private final ObjectNode schemas;

	private FinishedDocument(ObjectNode root) {
		this.root = root;
		this.schemas = root.withObject("/components/schemas");
	}

	/**
	 * Completes a document.
	 * @param generated what springdoc generated; left as it is
	 * @param info the document's {@code info}
	 * @param error the schema of the error body
	 * @return the finished document
	 */
	static JsonNode of(JsonNode generated, JsonNode info, JsonNode error) {
		FinishedDocument document = new FinishedDocument((ObjectNode) generated.deepCopy());
		document.root.remove("servers");
		document.root.set("info", info);
		document.secure();
		document.schemas.set("Error", error);
		document.operations().forEach(document::finish);
		document.requireWhatResponsesWrite();
		document.removeUnused();
		document.shortenNames();
		document.root.set("paths", sorted(document.root.withObject("/paths")));
		return document.root;
	}

	private void secure() {
		this.root.withObject("/components/securitySchemes/bearer").put("type", "http").put("scheme", "bearer");
		this.root.putArray("security").addObject().putArray("bearer");
		this.root.withObject("/components/responses/Error")
			.put("description", "The call did not succeed")
			.withObject("/content/application~1json/schema")
			.put("$ref", SCHEMAS + "Error");
	}

	private List<ObjectNode> operations() {
		List<ObjectNode> operations = new ArrayList<>();
		for (JsonNode path : this.root.path("paths")) {
			path.forEach((operation) -> {
				if (operation instanceof ObjectNode object) {
					operations.add(object);
				}
			});
		}
		return operations;
	}

	private void finish(ObjectNode operation) {
		if (operation.remove(OperationDetails.ANONYMOUS) != null) {
			operation.putArray("security");
		}
		ObjectNode responses = operation.withObject("/responses");
		responses.putObject("default").put("$ref", "#/components/responses/Error");
		for (JsonNode response : responses) {
			if (response.path("content") instanceof ObjectNode content) {
				describeStreams(content);
			}
		}
	}

	// A stream is text, whatever record stands for it in the code; its type is a
	// parameter's choice where it has several.
	private static void describeStreams(ObjectNode content) {
		for (String type : STREAMS) {
			if (content.path(type) instanceof ObjectNode stream) {
				stream.putObject("schema").put("type", "string");
				content.remove("*/*");
			}
		}
	}

	private void requireWhatResponsesWrite() {
		Set<String> requests = reachable((name) -> name.equals("requestBody") || name.equals("parameters"));
		for (Map.Entry<String, JsonNode> schema : this.schemas.properties()) {
			for (Map.Entry<String, JsonNode> property : schema.getValue().path("properties").properties()) {
				boolean written = ((ObjectNode) property.getValue()).remove(RecordSchemas.WRITTEN) != null;
				if (written && !requests.contains(schema.getKey())) {
					((ObjectNode) schema.getValue()).withArray("/required").add(property.getKey());
				}
			}
		}
	}

	/**
	 * Schemas are generated under their full class names, which nobody shares.
	 */
	private void shortenNames() {
		Map<String, String> names = SchemaNames.shorten(List.copyOf(this.schemas.propertyNames()));
		names.forEach((name, shorter) -> this.schemas.set(shorter, this.schemas.remove(name)));
		Deque<JsonNode> open = new ArrayDeque<>(List.of(this.root));
		while (!open.isEmpty()) {
			JsonNode node = open.remove();
			String reference = node.path("$ref").asString("");
			if (reference.startsWith(SCHEMAS)) {
				((ObjectNode) node).put("$ref", SCHEMAS + names.get(reference.substring(SCHEMAS.length())));
			}
			node.forEach(open::add);
		}
		this.root.withObject("/components").set("schemas", sorted(this.schemas));
	}

	private void removeUnused() {
		Set<String> used = reachable((name) -> true);
		used.add("Error");
		for (String name : List.copyOf(this.schemas.propertyNames())) {
			if (!used.contains(name)) {
				this.schemas.remove(name);
			}
		}
	}

	private static ObjectNode sorted(ObjectNode object) {
		Map<String, JsonNode> byName = new TreeMap<>();
		object.properties().forEach((entry) -> byName.put(entry.getKey(), entry.getValue()));
		ObjectNode sorted = object.objectNode();
		byName.forEach(sorted::set);
		return sorted;
	}

	/** Finds the schemas that the chosen parts of all operations lead to. */
	private Set<String> reachable(Predicate<String> parts) {
		Deque<JsonNode> open = new ArrayDeque<>();
		for (ObjectNode operation : operations()) {
			operation.properties()
				.stream()
				.filter((entry) -> parts.test(entry.getKey()))
				.forEach((entry) -> open.add(entry.getValue()));
		}
		Set<String> found = new LinkedHashSet<>();
		while (!open.isEmpty()) {
			JsonNode node = open.remove();
			String reference = node.path("$ref").asString("");
			if (reference.startsWith(SCHEMAS) && found.add(reference.substring(SCHEMAS.length()))) {
				open.add(this.schemas.path(reference.substring(SCHEMAS.length())));
			}
			node.forEach(open::add);
		}
		return found;
	}

}
