package io.qnsp.core.integrity.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON Canonicalization Scheme (RFC 8785): names sorted by UTF-16 code units, no
 * white space, one escape for each character that needs one, numbers as
 * {@link DoubleText} writes them. What has no canonical form is refused: NaN and
 * infinities, lone surrogates, duplicate names.
 */
public final class CanonicalJson {

	private static final int MAX_DEPTH = 100;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(1_000).build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	private final StringBuilder out = new StringBuilder(512);

	private CanonicalJson() {
	}

	/**
	 * Writes a value canonically.
	 * @param value maps with text keys, lists, texts, numbers, truth values, nulls
	 * @return UTF-8
	 * @throws IllegalArgumentException for a value that has no canonical form
	 */
	public static byte[] bytes(@Nullable Object value) {
		CanonicalJson writer = new CanonicalJson();
		writer.write(value);
		return writer.out.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Brings JSON text into its canonical form.
	 * @param json one JSON value in UTF-8
	 * @return UTF-8
	 * @throws IllegalArgumentException for text that is no JSON or has no canonical form
	 */
	public static byte[] canonical(byte[] json) {
		return bytes(read(json));
	}

	/**
	 * Reads JSON text as {@link #bytes} takes it; numbers are doubles.
	 * @param json one JSON value in UTF-8
	 * @return the value, with the fields in the text's order
	 * @throws IllegalArgumentException for text that is not one JSON value, nests deeper
	 * than 100, or names a field twice
	 */
	public static @Nullable Object read(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			Object value = value(parser);
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("JSON text with more than one value (expected: one)");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static @Nullable Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> object(parser);
			case START_ARRAY -> array(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			case null, default -> throw new IllegalArgumentException("JSON text without a value (expected: one)");
		};
	}

	private static Map<String, @Nullable Object> object(JsonParser parser) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			parser.nextToken();
			fields.put(name, value(parser));
		}
		return fields;
	}

	private static List<@Nullable Object> array(JsonParser parser) {
		List<@Nullable Object> items = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			items.add(value(parser));
		}
		return items;
	}

	private void write(@Nullable Object value) {
		switch (value) {
			case null -> this.out.append("null");
			case Boolean truth -> this.out.append(truth.booleanValue());
			case CharSequence text -> text(text.toString());
			case Integer number -> this.out.append(number.intValue());
			case Number number -> this.out.append(DoubleText.of(number.doubleValue()));
			case Map<?, ?> fields -> object(fields);
			case Iterable<?> items -> array(items);
			default ->
				throw new IllegalArgumentException("%s (expected: a map, list, text, number, truth value or null)"
					.formatted(value.getClass().getName()));
		}
	}

	private void object(Map<?, ?> fields) {
		// Java compares texts by UTF-16 code units, as the scheme asks.
		Map<String, Object> sorted = new TreeMap<>();
		fields.forEach((name, value) -> sorted.put(String.valueOf(name), value));
		this.out.append('{');
		String separator = "";
		for (Map.Entry<String, Object> field : sorted.entrySet()) {
			this.out.append(separator);
			text(field.getKey());
			this.out.append(':');
			write(field.getValue());
			separator = ",";
		}
		this.out.append('}');
	}

	private void array(Iterable<?> items) {
		this.out.append('[');
		String separator = "";
		for (Object item : items) {
			this.out.append(separator);
			write(item);
			separator = ",";
		}
		this.out.append(']');
	}

	private void text(String text) {
		this.out.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isSurrogate(c)) {
				requirePair(text, i, c);
			}
			switch (c) {
				case '"', '\\' -> this.out.append('\\').append(c);
				case '\b' -> this.out.append("\\b");
				case '\t' -> this.out.append("\\t");
				case '\n' -> this.out.append("\\n");
				case '\f' -> this.out.append("\\f");
				case '\r' -> this.out.append("\\r");
				default -> plain(c);
			}
		}
		this.out.append('"');
	}

	private void plain(char c) {
		if (c < ' ') {
			this.out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
		}
		else {
			this.out.append(c);
		}
	}

	private static void requirePair(String text, int index, char c) {
		boolean paired = Character.isHighSurrogate(c)
				? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
				: index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
		if (!paired) {
			throw new IllegalArgumentException(
					"lone surrogate at character %d of a text (expected: none)".formatted(index));
		}
	}

}
