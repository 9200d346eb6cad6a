package io.qnsp.audit.append;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of a request. Reading a field that is wrong adds a problem under the
 * field's path and answers nothing. JSON's null is a missing field.
 *
 * @param node the object
 * @param path what stands before the names of its fields in problems
 * @param problems where problems go
 */
record SentObject(JsonNode node, String path, FieldProblems problems) {

	private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	/**
	 * A problem of a field.
	 */
	void problem(String name, String problem) {
		this.problems.add(this.path + name + ": " + problem);
	}

	/**
	 * Refuses fields that nobody reads: they would be lost in silence.
	 */
	void requireOnly(Set<String> known) {
		for (String name : this.node.propertyNames()) {
			if (!known.contains(name)) {
				problem(SHOWABLE.matcher(name).matches() ? name : "*",
						"unknown field (expected: " + known.stream().sorted().collect(Collectors.joining(", ")) + ")");
			}
		}
	}

	/**
	 * The names of the fields that are there, of those given.
	 */
	List<String> present(String... names) {
		List<String> found = new ArrayList<>();
		for (String name : names) {
			if (get(name) != null) {
				found.add(name);
			}
		}
		return found;
	}

	@Nullable JsonNode get(String name) {
		JsonNode value = this.node.get(name);
		return (value == null || value.isNull()) ? null : value;
	}

	@Nullable String text(String name, int longest) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isString()) {
			problem(name, "wrong type (expected: string)");
			return null;
		}
		String text = value.stringValue();
		return this.problems.add(BoundedText.problem(this.path + name, text, 1, longest)) ? text : null;
	}

	/**
	 * A text that must be there.
	 */
	@Nullable String required(String name, int longest) {
		if (get(name) == null) {
			problem(name, "missing (expected: string)");
			return null;
		}
		return text(name, longest);
	}

	<T> @Nullable T oneOf(String name, T[] values, Function<T, String> wireName) {
		String text = text(name, AppendedEvent.NAME);
		if (text == null) {
			return null;
		}
		T found = Stream.of(values).filter((value) -> wireName.apply(value).equals(text)).findFirst().orElse(null);
		if (found == null) {
			problem(name,
					"not known (expected: " + Stream.of(values).map(wireName).collect(Collectors.joining(", ")) + ")");
		}
		return found;
	}

	@Nullable SentObject object(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isObject()) {
			problem(name, "wrong type (expected: object)");
			return null;
		}
		return new SentObject(value, this.path + name + ".", this.problems);
	}

}
