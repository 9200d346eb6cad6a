package io.qnsp.app.error;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Names the field that Jackson could not read, and what it expected there, without
 * repeating the value: it may be a secret.
 */
final class JsonPaths {

	private JsonPaths() {
	}

	static String of(DatabindException ex) {
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
		return "not readable";
	}

	private static String describe(Class<?> type) {
		if (type.isEnum()) {
			return Arrays.stream(type.getFields())
				.filter(Field::isEnumConstant)
				.map(JsonPaths::wireName)
				.collect(Collectors.joining(" | "));
		}
		if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
			return "number";
		}
		return switch (type.getSimpleName()) {
			case "String" -> "string";
			case "Boolean", "boolean" -> "boolean";
			case "Instant" -> "ISO 8601 time, such as 2026-01-31T12:00:00.000Z";
			case "UUID" -> "UUID";
			case "List", "Set", "ArrayList" -> "array";
			default -> "object";
		};
	}

	private static String wireName(Field constant) {
		JsonProperty property = constant.getAnnotation(JsonProperty.class);
		return (property != null) ? property.value() : constant.getName();
	}

}
