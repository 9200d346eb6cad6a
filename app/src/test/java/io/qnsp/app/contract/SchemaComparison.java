package io.qnsp.app.contract;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares one shape of the contract with one schema of the document. The document may
 * say more than the contract (formats, bounds, an {@code integer} where the contract says
 * {@code number}, the words of a plain string, fields of its own), never less and nothing
 * else. Where a client writes, {@code null} may be allowed beyond the contract; where it
 * reads, it may not.
 */
final class SchemaComparison {

	/** Who writes the value that is compared. */
	enum Direction {

		REQUEST, RESPONSE

	}

	private final OpenApiDocument document;

	private final Direction direction;

	private final Consumer<String> differences;

	/**
	 * Prepares comparisons.
	 * @param document the document
	 * @param direction who writes the values
	 * @param differences takes each difference, one readable line
	 */
	SchemaComparison(OpenApiDocument document, Direction direction, Consumer<String> differences) {
		this.document = document;
		this.direction = direction;
		this.differences = differences;
	}

	/**
	 * Compares.
	 * @param place what is compared, the beginning of each difference
	 * @param shape what the contract says
	 * @param node what the document says; {@code null} if nothing
	 */
	void compare(String place, Shape shape, @Nullable JsonNode node) {
		if (node == null || node.isMissingNode()) {
			this.differences.accept(place + ": no schema");
			return;
		}
		DocumentSchema schema;
		try {
			schema = DocumentSchema.read(this.document, node);
		}
		catch (OpenApiDocument.UnresolvedReference ex) {
			this.differences.accept(place + ": " + ex.getMessage());
			return;
		}
		compareNullability(place, shape, schema);
		switch (shape) {
			case Shape.Scalar scalar -> compareScalar(place, scalar, schema);
			case Shape.Choice choice -> compareChoice(place, choice, schema);
			case Shape.Constant constant -> compareConstant(place, constant, schema);
			case Shape.ListOf list -> {
				if (sameType(place, "array", schema)) {
					compare(place + "[]", list.items(), schema.items());
				}
			}
			case Shape.Fields fields -> {
				if (sameType(place, "object", schema)) {
					compareFields(place, fields, schema);
				}
			}
		}
	}

	private void compareNullability(String place, Shape shape, DocumentSchema schema) {
		boolean wider = this.direction == Direction.REQUEST && schema.nullable();
		if (shape.nullable() != schema.nullable() && !wider) {
			differ(place, "null", schema.nullable() ? "allowed" : "not allowed",
					shape.nullable() ? "allowed" : "not allowed");
		}
	}

	private boolean sameType(String place, String type, DocumentSchema schema) {
		boolean narrower = type.equals("number") && Set.of("integer", "integer or number").contains(schema.type());
		if (narrower || schema.type().equals(type)) {
			return true;
		}
		differ(place, "type", schema.type(), type);
		return false;
	}

	private void compareScalar(String place, Shape.Scalar scalar, DocumentSchema schema) {
		if (!sameType(place, scalar.type(), schema)) {
			return;
		}
		String format = scalar.format();
		if (format != null && !format.equals(schema.format())) {
			differ(place, "format", schema.format(), format);
		}
		Shape.Range range = scalar.range();
		if (range != null && !schema.range().equals(range.minimum() + ".." + range.maximum())) {
			differ(place, "range", schema.range(), range.minimum() + ".." + range.maximum());
		}
	}

	private void compareChoice(String place, Shape.Choice choice, DocumentSchema schema) {
		if (sameType(place, "string", schema) && !schema.choices().equals(Set.copyOf(choice.values()))) {
			differ(place, "enum", words(schema.choices()), words(choice.values()));
		}
	}

	private void compareConstant(String place, Shape.Constant constant, DocumentSchema schema) {
		boolean text = constant.value() instanceof String;
		if (!sameType(place, text ? "string" : "boolean", schema)) {
			return;
		}
		String value = constant.value().toString();
		// A Java enum holds the states that come later as well, and a Java boolean both
		// values.
		boolean free = schema.choices().isEmpty() && !text;
		if (!free && !schema.choices().contains(value)) {
			differ(place, "enum", words(schema.choices()), "with " + value);
		}
	}

	private void compareFields(String place, Shape.Fields fields, DocumentSchema schema) {
		fields.fields().forEach((name, field) -> compareField(place, name, field, fields.others(), schema));
		Shape others = fields.others();
		if (others != null && (schema.others() != null || fields.fields().isEmpty())) {
			compare(place + ".*", others, schema.others());
		}
		else if (others != null && schema.closed()) {
			differ(place, "further fields", "forbidden", "allowed");
		}
		if (this.direction == Direction.REQUEST) {
			Set<String> added = new TreeSet<>(schema.required());
			added.removeAll(fields.fields().keySet());
			added.forEach((name) -> differ(place + "." + name, "required field", "in the document", "no such field"));
		}
	}

	private void compareField(String place, String name, Shape.Field field, @Nullable Shape others,
			DocumentSchema schema) {
		String inner = place + "." + name;
		JsonNode property = schema.properties().get(name);
		JsonNode map = (others != null) ? schema.others() : null;
		if (property != null) {
			compare(inner, field.shape(), property);
			if (this.direction == Direction.RESPONSE && field.always() && !schema.required().contains(name)) {
				differ(inner, "required", "no", "yes");
			}
		}
		else if (map != null) {
			// The contract leaves the names open, and so does the document.
			compare(inner, field.shape(), map);
		}
		else {
			this.differences.accept(inner + ": missing");
		}
	}

	private void differ(String place, String what, String found, String expected) {
		this.differences.accept("%s: %s %s (contract: %s)".formatted(place, what, found, expected));
	}

	private static String words(Iterable<String> values) {
		Set<String> sorted = new TreeSet<>();
		values.forEach(sorted::add);
		return sorted.isEmpty() ? "none" : String.join("|", List.copyOf(sorted));
	}

}
