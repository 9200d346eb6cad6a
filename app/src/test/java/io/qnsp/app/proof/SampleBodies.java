package io.qnsp.app.proof;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.time.CalendarPeriod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON bodies made from request records: one whose fields all have the right type, and
 * variations of it with one field replaced by something else.
 */
final class SampleBodies {

	// Longer than the parser reads; noticed only when the number is looked at.
	private static final String LONG_NUMBER = "9".repeat(1001);

	private static final String MARK = "@@replaced@@";

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final JsonMapper json;

	SampleBodies(JsonMapper json) {
		this.json = json;
	}

	/**
	 * A body with one field replaced.
	 *
	 * @param field the field's path
	 * @param raw the JSON text in its place
	 * @param body the whole body
	 * @param wrongType whether the text is not of the field's type at all, so that the
	 * only answer is 400
	 */
	record Variation(String field, String raw, String body, boolean wrongType) {

	}

	String sample(Type type) {
		return this.json.writeValueAsString(node(type));
	}

	List<Variation> variations(Type type) {
		List<Variation> variations = new ArrayList<>();
		JsonNode root = node(type);
		vary(root, root, type, "", variations);
		return variations;
	}

	private void vary(JsonNode root, JsonNode node, Type type, String path, List<Variation> found) {
		if (classOf(type).isRecord() && node instanceof ObjectNode object) {
			for (RecordComponent component : classOf(type).getRecordComponents()) {
				String name = nameOf(component);
				Type fieldType = component.getGenericType();
				JsonNode before = object.get(name);
				object.put(name, MARK);
				addAll(root, path + name, fieldType, found);
				object.set(name, before);
				vary(root, before, fieldType, path + name + ".", found);
			}
		}
		else if (node instanceof ArrayNode array && !array.isEmpty()) {
			Type element = elementOf(type);
			JsonNode before = array.get(0);
			array.set(0, NODES.stringNode(MARK));
			addAll(root, path + "[0]", element, found);
			array.set(0, before);
			vary(root, before, element, path + "[0].", found);
		}
	}

	private void addAll(JsonNode root, String field, Type type, List<Variation> found) {
		String text = this.json.writeValueAsString(root);
		for (String raw : wrong(classOf(type))) {
			found.add(new Variation(field, raw, text.replace('"' + MARK + '"', raw), true));
		}
		for (String raw : odd(classOf(type))) {
			found.add(new Variation(field, raw, text.replace('"' + MARK + '"', raw), false));
		}
	}

	private static List<String> wrong(Class<?> type) {
		if (type == String.class) {
			return List.of("12", "1e400", LONG_NUMBER, "true", "{}", "[]", "[\"x\"]");
		}
		if (isWhole(type)) {
			return List.of("\"x\"", "\"12\"", "\"\"", "\" \"", "\"\\u0000\"", "true", "{}", "[]", "1e400",
					"1" + "0".repeat(30), LONG_NUMBER, "1.5");
		}
		if (type == double.class || Number.class.isAssignableFrom(type)) {
			return List.of("\"x\"", "\"12\"", "true", "{}", "[]", "NaN", "\"NaN\"", LONG_NUMBER);
		}
		if (type == boolean.class || type == Boolean.class) {
			return List.of("\"true\"", "1", "0", "{}", "[]");
		}
		if (type == byte[].class) {
			return List.of("12", "1.5", "true", "{}", "[]", "[1, 2]", "\"!\"", "\"A\"", "\"AA A\"", "\"AAB=\"",
					"\"\\u0000\"");
		}
		if (type == UUID.class || type == Instant.class || type == Duration.class || type == CalendarPeriod.class) {
			return List.of("\"garbage\"", "\"\"", "\" \"", "\"1-1-1-1-1\"", "12", "1.5", "true", "{}", "[]",
					"\"\\u0000\"", "\"" + "1".repeat(5000) + "\"");
		}
		if (type.isEnum()) {
			return List.of("\"no-such-value\"", "\"\"", "0", "1e400", "true", "{}", "[]");
		}
		if (Collection.class.isAssignableFrom(type)) {
			return List.of("\"x\"", "12", "true", "{}");
		}
		return type.isRecord() ? List.of("\"x\"", "12", "true", "[]") : List.of();
	}

	private static List<String> odd(Class<?> type) {
		if (type == String.class) {
			return List.of("null", "\"\"", "\"   \"", "\"\\u0000\"", "\"\\u0001\"", "\"a\\u0000b\"",
					"\"a\\u0001\\u001f\\u007f\\n\\r\\tb\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u202e\\ufeff\"",
					"\"" + "x".repeat(5000) + "\"", "\"" + "x".repeat(900_000) + "\"", "\"'; DROP TABLE tenant; --\"");
		}
		if (isWhole(type) || type == double.class || Number.class.isAssignableFrom(type)) {
			return List.of("null", "-1", "0", "9223372036854775807", "-9223372036854775808", "1e400", "1e-400",
					"1" + "0".repeat(30), "1" + "0".repeat(90));
		}
		if (type == Instant.class) {
			return List.of("null", "\"+999999999-01-01T00:00:00Z\"", "\"-999999999-01-01T00:00:00Z\"",
					"\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"");
		}
		if (type == byte[].class) {
			return List.of("null", "\"\"", "\"" + "A".repeat(900_000) + "\"");
		}
		if (Collection.class.isAssignableFrom(type)) {
			return List.of("null", "[]", "[null]", "[" + "null,".repeat(9999) + "null]");
		}
		return List.of("null", "{}", "{\"a\\u0000\":\"\\ud800\"}");
	}

	private static boolean isWhole(Class<?> type) {
		return type == int.class || type == long.class || type == Integer.class || type == Long.class;
	}

	private JsonNode node(Type type) {
		Class<?> raw = classOf(type);
		if (raw.isRecord()) {
			ObjectNode object = NODES.objectNode();
			for (RecordComponent component : raw.getRecordComponents()) {
				object.set(nameOf(component), node(component.getGenericType()));
			}
			return object;
		}
		if (Collection.class.isAssignableFrom(raw)) {
			return NODES.arrayNode().add(node(elementOf(type)));
		}
		if (raw.isEnum()) {
			return this.json.valueToTree(raw.getEnumConstants()[0]);
		}
		return scalar(raw);
	}

	private static JsonNode scalar(Class<?> type) {
		if (type == String.class) {
			return NODES.stringNode("sample");
		}
		if (type == UUID.class) {
			return NODES.stringNode("0197a000-0000-7000-8000-00000000beef");
		}
		if (type == Instant.class) {
			return NODES.stringNode("2030-01-31T12:00:00.000Z");
		}
		if (type == Duration.class) {
			return NODES.stringNode("PT1H");
		}
		if (type == CalendarPeriod.class) {
			return NODES.stringNode("P1Y");
		}
		if (type == byte[].class) {
			return NODES.stringNode("AAAA");
		}
		if (type == boolean.class || type == Boolean.class) {
			return NODES.booleanNode(true);
		}
		if (isWhole(type) || type == double.class || Number.class.isAssignableFrom(type)) {
			return NODES.numberNode(1);
		}
		return NODES.objectNode();
	}

	private static String nameOf(RecordComponent component) {
		JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : component.getName();
	}

	private static Class<?> classOf(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return (Class<?>) parameterized.getRawType();
		}
		return (type instanceof Class<?> raw) ? raw : Object.class;
	}

	private static Type elementOf(Type type) {
		return (type instanceof ParameterizedType parameterized) ? parameterized.getActualTypeArguments()[0]
				: Object.class;
	}

}
