package io.qnsp.app.error;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Names the field that Jackson could not read, and what it expected there, without
 * repeating the value: it may be a secret.
 */
final class JsonPaths {

	private JsonPaths() {
	}

	static String of(JacksonException ex) {
		List<Reference> path = ex.getPath();
		StringBuilder text = new StringBuilder();
		for (Reference reference : path) {
			if (reference.getPropertyName() != null) {
				text.append(text.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
			else {
				text.append('[').append(reference.getIndex()).append(']');
			}
		}
		return text.toString();
	}

	static String expectation(DatabindException ex) {
		if (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
			return "wrong type or value (expected: " + describe(mismatch.getTargetType()) + ")";
		}
		if (ex instanceof ValueInstantiationException refused) {
			return "not readable (expected: " + describe(refused.getType().getRawClass()) + ")";
		}
		return "not readable";
	}

	private static String describe(Class<?> type) {
		if (type.isEnum()) {
			return String.join(" | ", namesOf(type));
		}
		if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
			return "number";
		}
		return switch (type.getSimpleName()) {
			case "String" -> "string";
			case "Boolean", "boolean" -> "boolean";
			case "Instant" -> "ISO 8601 time, such as 2026-01-31T12:00:00.000Z";
			case "UUID" -> "UUID";
			case "CalendarPeriod" -> "ISO 8601 duration, such as P90D";
			case "byte[]" -> "base64 (RFC 4648, section 4, with padding)";
			case "List", "Set", "ArrayList" -> "array";
			default -> "object";
		};
	}

	/**
	 * The names an enum has in JSON; constants without a JSON name of their own are not
	 * offered beside ones that have it.
	 */
	private static List<String> namesOf(Class<?> type) {
		List<Field> constants = Arrays.stream(type.getFields()).filter(Field::isEnumConstant).toList();
		List<String> named = constants.stream()
			.map((constant) -> constant.getAnnotation(JsonProperty.class))
			.filter(Objects::nonNull)
			.map(JsonProperty::value)
			.toList();
		return named.isEmpty() ? constants.stream().map(Field::getName).toList() : named;
	}

}
