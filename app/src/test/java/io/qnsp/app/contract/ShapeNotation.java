package io.qnsp.app.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the notation in which the contract files write the shape of a JSON value. <pre>
 * "string"  "number"  "integer"  "boolean"  "object"    a value of that type
 * "string date-time"  "string base64"  "number 0..100"  with format, encoding, bounds
 * "low|medium|high"                                     one of these strings
 * "string|null"  "low|high|null"                        the same, or null
 * "=pending"  "=true"                                   always this value
 * "number (minutes)"                                    a note for people; not compared
 * ["string"]                                            an array of strings
 * {"name": "string", "url?": "string", "*": "number"}   an object
 * </pre> In an object, a response always carries a field unless its name ends in
 * {@code ?}, and {@code *} says what fields of any other name are. Of requests the
 * contract does not say which fields must be there.
 */
final class ShapeNotation {

	private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "object");

	private static final Set<String> FORMATS = Set.of("date-time", "duration", "uuid", "regex", "base64");

	private static final Pattern NOTED = Pattern.compile("(.+?)(?: \\([^()]+\\))?");

	private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

	private static final Pattern WORD = Pattern.compile("\\w+");

	private ShapeNotation() {
	}

	/**
	 * Reads a shape.
	 * @param node the notation
	 * @return the shape
	 * @throws IllegalArgumentException if the node is not in the notation
	 */
	static Shape read(JsonNode node) {
		return switch (node.getNodeType()) {
			case STRING -> readValue(node.stringValue());
			case ARRAY -> readList(node);
			case OBJECT -> readFields(node);
			default -> throw new IllegalArgumentException(node + " (expected: string, array or object)");
		};
	}

	private static Shape readList(JsonNode node) {
		if (node.size() != 1) {
			throw new IllegalArgumentException(node + " (expected: an array with exactly one shape)");
		}
		return new Shape.ListOf(read(node.get(0)));
	}

	private static Shape readFields(JsonNode node) {
		Map<String, Shape.Field> fields = new LinkedHashMap<>();
		Shape others = null;
		for (Map.Entry<String, JsonNode> entry : node.properties()) {
			String name = entry.getKey();
			Shape shape = read(entry.getValue());
			if (name.equals("*")) {
				others = shape;
			}
			else if (name.endsWith("?")) {
				fields.put(name.substring(0, name.length() - 1), new Shape.Field(shape, false));
			}
			else {
				fields.put(name, new Shape.Field(shape, true));
			}
		}
		return new Shape.Fields(fields, others);
	}

	private static Shape readValue(String text) {
		Matcher noted = NOTED.matcher(text);
		if (!noted.matches()) {
			throw new IllegalArgumentException("'" + text + "' (expected: a shape)");
		}
		String value = noted.group(1);
		if (value.startsWith("=")) {
			String constant = value.substring(1);
			return new Shape.Constant(constant.equals("true") ? (Object) true : constant);
		}
		List<String> alternatives = new ArrayList<>(Arrays.asList(value.split("\\|", -1)));
		boolean nullable = alternatives.remove("null");
		String[] first = alternatives.isEmpty() ? new String[0] : alternatives.getFirst().split(" ", -1);
		if (first.length > 0 && TYPES.contains(first[0])) {
			if (alternatives.size() > 1) {
				throw new IllegalArgumentException("'" + text + "' (expected: one type, or a type and null)");
			}
			return readScalar(text, first, nullable);
		}
		return readChoice(text, alternatives, nullable);
	}

	private static Shape readScalar(String text, String[] words, boolean nullable) {
		String format = null;
		Shape.Range range = null;
		for (String word : List.of(words).subList(1, words.length)) {
			Matcher bounds = RANGE.matcher(word);
			if (FORMATS.contains(word)) {
				format = word;
			}
			else if (bounds.matches()) {
				range = new Shape.Range(Integer.parseInt(bounds.group(1)), Integer.parseInt(bounds.group(2)));
			}
			else {
				throw new IllegalArgumentException("'" + text + "': unknown word '" + word + "' (expected: one of "
						+ FORMATS + " or a range like 0..100)");
			}
		}
		return new Shape.Scalar(words[0], format, range, nullable);
	}

	private static Shape readChoice(String text, List<String> values, boolean nullable) {
		@Nullable String odd = values.stream().filter((value) -> !WORD.matcher(value).matches()).findFirst().orElse(null);
		if (values.size() < 2 || odd != null || values.stream().anyMatch(TYPES::contains)) {
			throw new IllegalArgumentException(
					"'" + text + "' (expected: a type of " + TYPES + ", or two or more plain words divided by |)");
		}
		return new Shape.Choice(values, nullable);
	}

}
