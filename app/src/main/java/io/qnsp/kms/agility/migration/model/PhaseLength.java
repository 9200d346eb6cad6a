package io.qnsp.kms.agility.migration.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads how long a phase takes.
 */
final class PhaseLength {

	private static final ZonedDateTime REFERENCE = ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private static final int MOST_YEARS = 10;

	private static final int LONGEST_TEXT = 40;

	private PhaseLength() {
	}

	/**
	 * Reads a length.
	 * @param text ISO 8601, such as {@code P14D} or {@code PT2H}
	 * @return the length, or empty when it is not readable or not zero to ten years
	 */
	static Optional<TemporalAmount> parse(String text) {
		if (text.length() > LONGEST_TEXT) {
			return Optional.empty();
		}
		try {
			TemporalAmount amount = text.toUpperCase(Locale.ROOT).contains("T") ? Duration.parse(text)
					: Period.parse(text);
			ZonedDateTime end = REFERENCE.plus(amount);
			boolean inRange = !end.isBefore(REFERENCE) && !end.isAfter(REFERENCE.plusYears(MOST_YEARS));
			return inRange ? Optional.of(amount) : Optional.empty();
		}
		catch (DateTimeException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

}
