package io.qnsp.audit.delivery.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code Retry-After} (RFC 9110, 10.2.3).
 */
final class RetryAfter {

	private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

	private RetryAfter() {
	}

	/**
	 * Reads the header.
	 * @param value as it came, or {@code null}
	 * @param now the time
	 * @return how long to wait, or {@code null} when it does not say so
	 */
	static @Nullable Duration read(@Nullable String value, Instant now) {
		if (value == null) {
			return null;
		}
		String text = value.strip();
		if (SECONDS.matcher(text).matches()) {
			return Duration.ofSeconds(Long.parseLong(text));
		}
		try {
			Duration left = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
			return left.isNegative() ? Duration.ZERO : left;
		}
		catch (DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

}
