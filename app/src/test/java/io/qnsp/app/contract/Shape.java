package io.qnsp.app.contract;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the contract says of one JSON value.
 */
sealed interface Shape {

	/**
	 * Tells whether {@code null} is one of the values.
	 * @return {@code true} if it is
	 */
	default boolean nullable() {
		return false;
	}

	/**
	 * Any value of one JSON type.
	 *
	 * @param type {@code string}, {@code number}, {@code integer}, {@code boolean} or
	 * {@code object} (an object whose fields the contract leaves open)
	 * @param format an OpenAPI format, or {@code base64} for encoded bytes
	 * @param range the inclusive bounds of a number
	 * @param nullable whether {@code null} is allowed
	 */
	record Scalar(String type, @Nullable String format, @Nullable Range range, boolean nullable) implements Shape {
	}

	/**
	 * One of some strings.
	 *
	 * @param values the strings, in the contract's order, without {@code null}
	 * @param nullable whether {@code null} is allowed
	 */
	record Choice(List<String> values, boolean nullable) implements Shape {

		public Choice {
			values = List.copyOf(values);
		}
	}

	/**
	 * Always the same value.
	 *
	 * @param value a {@link String} or a {@link Boolean}
	 */
	record Constant(Object value) implements Shape {
	}

	/**
	 * An array.
	 *
	 * @param items what each element is
	 */
	record ListOf(Shape items) implements Shape {
	}

	/**
	 * An object.
	 *
	 * @param fields its named fields, in the contract's order
	 * @param others what further fields of any name are; {@code null} if the contract
	 * names no such fields
	 */
	record Fields(Map<String, Field> fields, @Nullable Shape others) implements Shape {
	}

	/**
	 * A field of an object.
	 *
	 * @param shape its value
	 * @param always whether a response always carries it; says nothing in a request
	 */
	record Field(Shape shape, boolean always) {
	}

	/**
	 * Inclusive bounds.
	 *
	 * @param minimum the smallest number
	 * @param maximum the largest number
	 */
	record Range(int minimum, int maximum) {
	}

}
