package io.qnsp.kms.keys.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a key is rotated by itself: a day to ten years.
 *
 * @param text ISO 8601, such as {@code P90D}, {@code P1Y} or {@code PT48H}
 */
public record RotationPeriod(String text) {

	private static final ZonedDateTime REFERENCE = Instant.EPOCH.atZone(ZoneOffset.UTC);

	private static final int MOST_YEARS = 10;

	private static final int LONGEST_TEXT = 40;

	/**
	 * Reads a period.
	 * @param text what a caller sent
	 * @return the period, or empty when it is not ISO 8601 or out of range
	 */
	public static Optional<RotationPeriod> parse(String text) {
		if (text.length() > LONGEST_TEXT) {
			return Optional.empty();
		}
		try {
			ZonedDateTime end = REFERENCE.plus(amount(text));
			boolean inRange = !end.isBefore(REFERENCE.plusDays(1)) && !end.isAfter(REFERENCE.plusYears(MOST_YEARS));
			return inRange ? Optional.of(new RotationPeriod(text)) : Optional.empty();
		}
		catch (DateTimeException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

	private static TemporalAmount amount(String text) {
		return text.toUpperCase(Locale.ROOT).contains("T") ? Duration.parse(text) : Period.parse(text);
	}

	/**
	 * When the next rotation is due.
	 * @param last when the current version was made
	 * @return one period later, by the UTC calendar
	 */
	public Instant after(Instant last) {
		return last.atZone(ZoneOffset.UTC).plus(amount(this.text)).toInstant();
	}

}
