package io.qnsp.core.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose fields the caller chooses. What passes the check can be stored as JSON in
 * PostgreSQL and comes back as it was sent: no NUL and no lone surrogate in texts, no
 * number that a double's range does not hold, bounded in depth.
 */
public final class FreeForm {

	/** How many objects and lists may stand inside of each other. */
	public static final int MAX_DEPTH = 8;

	/** How many characters the names and values may have in all. */
	public static final int MOST_CHARACTERS = 16_384;

	private static final int LARGEST_EXPONENT = 308;

	private static final int SMALLEST_EXPONENT = -324;

	private static final int MOST_DIGITS = 100;

	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

	private FreeForm() {
	}

	/**
	 * Refuses what can't be kept as it is.
	 * @param field the request's field, for the message
	 * @param value what the JSON parser read: maps, lists, texts, numbers, truth values
	 * @throws QnspException a 400 that names the field
	 */
	public static void check(String field, @Nullable Object value) {
		check(field, value, 1);
	}

	/**
	 * Refuses what is larger than {@link #MOST_CHARACTERS}, for those who don't count the
	 * bytes of what they store.
	 * @param field the request's field, for the message
	 * @param value what the JSON parser read
	 * @throws QnspException a 400 that names the field
	 */
	public static void checkSize(String field, @Nullable Object value) {
		long characters = characters(value);
		if (characters > MOST_CHARACTERS) {
			throw QnspException.badRequest(field,
					characters + " characters in all (expected: at most " + MOST_CHARACTERS + ")");
		}
	}

	// Values without a text of their own count as one, so that empty ones are not free.
	private static long characters(@Nullable Object value) {
		return switch (value) {
			case Map<?, ?> fields -> fields.entrySet()
				.stream()
				.mapToLong((one) -> characters(one.getKey()) + characters(one.getValue()))
				.sum() + 1;
			case List<?> items -> items.stream().mapToLong(FreeForm::characters).sum() + 1;
			case String text -> text.length() + 1L;
			case Number number -> number.toString().length();
			case null, default -> 1;
		};
	}

	private static void check(String field, @Nullable Object value, int depth) {
		if (depth > MAX_DEPTH + 1) {
			throw QnspException.badRequest(field, "too deep (expected: at most " + MAX_DEPTH + " levels)");
		}
		switch (value) {
			case Map<?, ?> fields -> fields.forEach((name, inner) -> {
				check(field, name, depth);
				check(field, inner, depth + 1);
			});
			case List<?> items -> items.forEach((item) -> check(field, item, depth + 1));
			case String text -> {
				if (UNSTORABLE.matcher(text).find()) {
					throw QnspException.badRequest(field, "NUL or a lone surrogate in a text (expected: none)");
				}
			}
			case BigDecimal number -> checkNumber(field, number);
			case null, default -> {
			}
		}
	}

	private static void checkNumber(String field, BigDecimal number) {
		int exponent = number.precision() - number.scale() - 1;
		if (number.signum() != 0 && (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT)) {
			throw QnspException.badRequest(field,
					"a number of magnitude 1e" + exponent + " (expected: 1e-324 to 1e308)");
		}
		if (number.precision() > MOST_DIGITS) {
			throw QnspException.badRequest(field,
					"a number of " + number.precision() + " digits (expected: at most " + MOST_DIGITS + ")");
		}
	}

}
