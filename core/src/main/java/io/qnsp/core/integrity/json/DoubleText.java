package io.qnsp.core.integrity.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as RFC 8785 writes them: the shortest decimal that reads as the same double, in
 * the notation of ECMAScript's {@code Number::toString}.
 */
public final class DoubleText {

	private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

	// Where ECMAScript changes to scientific notation.
	private static final int MOST_INTEGER_DIGITS = 21;

	private static final int MOST_LEADING_ZEROS = 6;

	// Every integer up to here is a double of its own.
	private static final long LARGEST_SAFE = 1L << 53;

	// Beyond this magnitude there are no finite doubles, below its inverse only zero.
	private static final int LARGEST_MAGNITUDE = 400;

	private DoubleText() {
	}

	/**
	 * Writes a number.
	 * @param value a finite number
	 * @return its text
	 * @throws IllegalArgumentException for NaN and infinities, which JSON does not have
	 */
	public static String of(double value) {
		if (!Double.isFinite(value)) {
			throw new IllegalArgumentException("number: " + value + " (expected: a finite one)");
		}
		if (value == 0) {
			return "0";
		}
		BigDecimal shortest = shortest(Math.abs(value));
		String digits = shortest.unscaledValue().toString();
		String text = placed(digits, digits.length() - shortest.scale());
		return (value < 0) ? "-" + text : text;
	}

	/**
	 * A number as every reader of JSON sees it: itself when its text reads back as the
	 * same decimal through a double, otherwise its decimal digits as text.
	 * @param number what a JSON parser read
	 * @return the number itself, or its text
	 */
	public static Object numberOrText(Number number) {
		return switch (number) {
			case Integer any -> any;
			case Short any -> any;
			case Byte any -> any;
			case Long any when Math.abs(any) <= LARGEST_SAFE && any != Long.MIN_VALUE -> any;
			case Double any when Double.isFinite(any) -> any;
			default -> {
				BigDecimal exact = exact(number);
				yield (exact == null || !survives(exact)) ? number.toString() : number;
			}
		};
	}

	private static boolean survives(BigDecimal exact) {
		if (exact.signum() == 0) {
			return true;
		}
		// Not asked of numbers whose digits alone would take long to count.
		long magnitude = (long) exact.precision() - exact.scale();
		if (Math.abs(magnitude) > LARGEST_MAGNITUDE) {
			return false;
		}
		double nearest = exact.doubleValue();
		return Double.isFinite(nearest) && nearest != 0 && new BigDecimal(of(nearest)).compareTo(exact) == 0;
	}

	private static @Nullable BigDecimal exact(Number number) {
		return switch (number) {
			case Long any -> BigDecimal.valueOf(any);
			case BigInteger any -> new BigDecimal(any);
			case BigDecimal any -> any;
			case Float any when Float.isFinite(any) -> new BigDecimal(any.toString());
			default -> null;
		};
	}

	// Java's text is the shortest but for one digit: it writes 4.9E-324 for 5e-324.
	private static BigDecimal shortest(double value) {
		BigDecimal text = new BigDecimal(Double.toString(value)).stripTrailingZeros();
		if (text.precision() == 2) {
			BigDecimal shorter = new BigDecimal(value).round(ONE_DIGIT);
			if (shorter.doubleValue() == value) {
				return shorter.stripTrailingZeros();
			}
		}
		return text;
	}

	/**
	 * Puts the decimal point.
	 * @param digits the digits without leading and trailing zeros
	 * @param point where the point stands after the first digit; may lie outside
	 */
	private static String placed(String digits, int point) {
		int length = digits.length();
		if (length <= point && point <= MOST_INTEGER_DIGITS) {
			return digits + "0".repeat(point - length);
		}
		if (0 < point && point <= MOST_INTEGER_DIGITS) {
			return digits.substring(0, point) + "." + digits.substring(point);
		}
		if (-MOST_LEADING_ZEROS < point && point <= 0) {
			return "0." + "0".repeat(-point) + digits;
		}
		int exponent = point - 1;
		String mantissa = (length == 1) ? digits : digits.charAt(0) + "." + digits.substring(1);
		return mantissa + ((exponent < 0) ? "e-" : "e+") + Math.abs(exponent);
	}

}
