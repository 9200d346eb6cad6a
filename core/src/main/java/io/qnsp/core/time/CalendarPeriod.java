package io.qnsp.core.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How long something lasts, as ISO 8601 writes it: {@code P90D}, {@code P1Y} or
 * {@code PT48H}, by the UTC calendar. In JSON it is its text.
 */
public final class CalendarPeriod {

	/** Most characters of a text. */
	public static final int LONGEST_TEXT = 40;

	private static final ZonedDateTime REFERENCE = Instant.EPOCH.atZone(ZoneOffset.UTC);

	private static final Period LONGEST = Period.ofYears(1000);

	private final String text;

	private final TemporalAmount amount;

	private CalendarPeriod(String text, TemporalAmount amount) {
		this.text = text;
		this.amount = amount;
	}

	/**
	 * Reads a period.
	 * @param text ISO 8601, zero to 1000 years
	 * @return the period
	 * @throws IllegalArgumentException if it is none
	 */
	@JsonCreator
	public static CalendarPeriod of(String text) {
		return parse(text)
			.orElseThrow(() -> new IllegalArgumentException("not a period (expected: ISO 8601, such as P90D)"));
	}

	/**
	 * Reads a period.
	 * @param text what a caller sent
	 * @return the period, or empty when it is not ISO 8601 or not zero to 1000 years
	 */
	public static Optional<CalendarPeriod> parse(String text) {
		if (text.length() > LONGEST_TEXT) {
			return Optional.empty();
		}
		try {
			CalendarPeriod period = new CalendarPeriod(text, amount(text));
			return period.isBetween(Period.ZERO, LONGEST) ? Optional.of(period) : Optional.empty();
		}
		catch (DateTimeException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

	private static TemporalAmount amount(String text) {
		return text.toUpperCase(Locale.ROOT).contains("T") ? Duration.parse(text) : Period.parse(text);
	}

	/**
	 * Whether it is neither shorter nor longer than others, counted from 1970 on.
	 * @param least the shortest
	 * @param most the longest
	 * @return true when it is in the range
	 */
	public boolean isBetween(Period least, Period most) {
		ZonedDateTime end = REFERENCE.plus(this.amount);
		return !end.isBefore(REFERENCE.plus(least)) && !end.isAfter(REFERENCE.plus(most));
	}

	/**
	 * When it ends.
	 * @param start when it begins
	 * @return one period later
	 */
	public Instant after(Instant start) {
		return start.atZone(ZoneOffset.UTC).plus(this.amount).toInstant();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CalendarPeriod that && this.text.equals(that.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/** The text it was read from. */
	@Override
	@JsonValue
	public String toString() {
		return this.text;
	}

}
