package io.qnsp.core.integrity;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object strictly: what is there must have been asked for, and
 * what is asked for must be there and have one spelling.
 */
final class Fields {

	private static final long LARGEST_SAFE = 1L << 53;

	private final Map<?, ?> fields;

	private final Set<String> read = new HashSet<>();

	Fields(Map<?, ?> fields) {
		this.fields = fields;
	}

	String text(String name) {
		if (get(name) instanceof String text) {
			return text;
		}
		throw refused(name, "a text");
	}

	UUID uuid(String name) {
		String text = text(name);
		try {
			UUID uuid = UUID.fromString(text);
			if (uuid.toString().equals(text)) {
				return uuid;
			}
		}
		catch (IllegalArgumentException ex) {
			throw refused(name, "a UUID in lower case");
		}
		throw refused(name, "a UUID in lower case");
	}

	long number(String name) {
		if (get(name) instanceof Double number && number == Math.rint(number) && number >= 0
				&& number <= LARGEST_SAFE) {
			return number.longValue();
		}
		throw refused(name, "a whole number, 0 or more");
	}

	@Nullable Map<?, ?> object(String name) {
		Object value = get(name);
		if (value == null && !this.fields.containsKey(name)) {
			return null;
		}
		if (value instanceof Map<?, ?> object) {
			return object;
		}
		throw refused(name, "an object");
	}

	List<String> texts(String name) {
		if (get(name) instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
			return items.stream().map(String.class::cast).toList();
		}
		throw refused(name, "a list of texts");
	}

	void requireNothingElse(String what) {
		for (Object name : this.fields.keySet()) {
			if (!this.read.contains(name)) {
				throw new IllegalArgumentException("%s: field %s (expected: no such field)".formatted(what, name));
			}
		}
	}

	private @Nullable Object get(String name) {
		this.read.add(name);
		return this.fields.get(name);
	}

	private IllegalArgumentException refused(String name, String expected) {
		String shown = String.valueOf(this.fields.get(name));
		return new IllegalArgumentException("%s: %s (expected: %s)".formatted(name,
				(shown.length() > 100) ? shown.substring(0, 100) + "..." : shown, expected));
	}

}
