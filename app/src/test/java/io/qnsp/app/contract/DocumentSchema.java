package io.qnsp.app.contract;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One schema of an OpenAPI document in a form that does not depend on how it was written:
 * references followed, {@code allOf} joined, and each way to say "or null"
 * ({@code type: [.., "null"]}, {@code nullable}, {@code oneOf}/{@code anyOf} with a null
 * alternative) turned into {@link #nullable()}.
 */
final class DocumentSchema {

	private final OpenApiDocument document;

	private final Set<String> references = new HashSet<>();

	private final Set<String> types = new TreeSet<>();

	private final Set<String> choices = new LinkedHashSet<>();

	private final Map<String, JsonNode> keywords = new LinkedHashMap<>();

	private final Map<String, JsonNode> properties = new LinkedHashMap<>();

	private final Set<String> required = new HashSet<>();

	private boolean nullable;

	private DocumentSchema(OpenApiDocument document) {
		this.document = document;
	}

	/**
	 * Reads a schema.
	 * @param document the document that holds it
	 * @param schema the schema
	 * @return what it says
	 * @throws OpenApiDocument.UnresolvedReference if a reference cannot be followed
	 */
	static DocumentSchema read(OpenApiDocument document, JsonNode schema) {
		DocumentSchema result = new DocumentSchema(document);
		result.add(schema);
		return result;
	}

	private void add(JsonNode schema) {
		if (schema.has("$ref")) {
			String reference = schema.path("$ref").asString("");
			if (!this.references.add(reference)) {
				throw new OpenApiDocument.UnresolvedReference("$ref " + reference + " leads in a circle");
			}
			add(this.document.target(reference));
			this.references.remove(reference);
		}
		schema.path("allOf").forEach(this::add);
		addAlternatives(schema.path("oneOf"));
		addAlternatives(schema.path("anyOf"));
		addTypes(schema.path("type"));
		addChoices(schema);
		this.nullable |= schema.path("nullable").asBoolean(false);
		schema.path("properties")
			.properties()
			.forEach((entry) -> this.properties.put(entry.getKey(), entry.getValue()));
		schema.path("required").forEach((name) -> this.required.add(name.asString("")));
		for (String keyword : List.of("format", "contentEncoding", "minimum", "maximum", "items",
				"additionalProperties")) {
			if (schema.has(keyword)) {
				this.keywords.put(keyword, schema.path(keyword));
			}
		}
	}

	private void addAlternatives(JsonNode alternatives) {
		List<JsonNode> values = alternatives.valueStream().filter((schema) -> !isNull(schema)).toList();
		this.nullable |= values.size() < alternatives.size();
		if (values.size() == 1) {
			add(values.getFirst());
		}
		else if (values.size() > 1) {
			this.types.add("one of " + values.size() + " schemas");
		}
	}

	private static boolean isNull(JsonNode schema) {
		JsonNode type = schema.path("type");
		return type.asString("").equals("null") || (type.size() == 1 && type.path(0).asString("").equals("null"))
				|| (schema.has("const") && schema.path("const").isNull());
	}

	private void addTypes(JsonNode type) {
		List<String> named = type.isArray() ? type.valueStream().map((name) -> name.asString("")).toList()
				: type.isMissingNode() ? List.of() : List.of(type.asString(""));
		for (String name : named) {
			if (name.equals("null")) {
				this.nullable = true;
			}
			else {
				this.types.add(name);
			}
		}
	}

	private void addChoices(JsonNode schema) {
		for (JsonNode value : schema.path("enum")) {
			if (!value.isNull()) {
				this.choices.add(value.asString(value.toString()));
			}
			else if (!schema.has("type")) {
				this.nullable = true;
			}
		}
		if (schema.has("const")) {
			if (!schema.has("type")) {
				this.types.add(schema.path("const").getNodeType().name().toLowerCase(Locale.ROOT));
			}
			this.choices.add(schema.path("const").asString(schema.path("const").toString()));
		}
	}

	/**
	 * Names the type for a reader.
	 * @return for example {@code string}, or {@code any} if the schema names none
	 */
	String type() {
		return this.types.isEmpty() ? "any" : String.join(" or ", this.types);
	}

	boolean nullable() {
		return this.nullable;
	}

	/**
	 * The values that {@code enum} or {@code const} allow.
	 * @return the values without null, as text; empty if every value is allowed
	 */
	Set<String> choices() {
		return this.choices;
	}

	Set<String> required() {
		return this.required;
	}

	Map<String, JsonNode> properties() {
		return this.properties;
	}

	@Nullable JsonNode items() {
		return this.keywords.get("items");
	}

	/**
	 * The schema of fields that are not named.
	 * @return the schema, or {@code null} if the document has none
	 */
	@Nullable JsonNode others() {
		JsonNode others = this.keywords.get("additionalProperties");
		return (others != null && others.isObject()) ? others : null;
	}

	/**
	 * Tells whether fields that are not named are forbidden.
	 * @return {@code true} if they are
	 */
	boolean closed() {
		JsonNode others = this.keywords.get("additionalProperties");
		return others != null && others.isBoolean() && !others.booleanValue();
	}

	/**
	 * The format; encoded bytes are {@code base64} whether the document says so by
	 * {@code contentEncoding} or, as OpenAPI 3.0 did, by {@code format: byte}.
	 * @return the format, or {@code none}
	 */
	String format() {
		JsonNode encoding = this.keywords.get("contentEncoding");
		JsonNode format = this.keywords.get("format");
		String named = (encoding != null) ? encoding.asString("") : (format != null) ? format.asString("") : "none";
		return named.equals("byte") ? "base64" : named;
	}

	/**
	 * The inclusive bounds.
	 * @return for example {@code 0..100}, with {@code ?} for a bound that is not set
	 */
	String range() {
		return bound("minimum") + ".." + bound("maximum");
	}

	private String bound(String keyword) {
		JsonNode bound = this.keywords.get(keyword);
		return (bound != null && bound.isNumber()) ? bound.decimalValue().stripTrailingZeros().toPlainString() : "?";
	}

}
