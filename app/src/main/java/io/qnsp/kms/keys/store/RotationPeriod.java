package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.time.Period;
import java.util.Optional;

import io.qnsp.core.time.CalendarPeriod;

/**
 * How often a key is rotated by itself: a day to ten years.
 *
 * @param text ISO 8601, such as {@code P90D}, {@code P1Y} or {@code PT48H}
 */
public record RotationPeriod(String text) {

	private static final Period SHORTEST = Period.ofDays(1);

	private static final Period LONGEST = Period.ofYears(10);

	/**
	 * Reads a period.
	 * @param text what a caller sent
	 * @return the period, or empty when it is not ISO 8601 or out of range
	 */
	public static Optional<RotationPeriod> parse(String text) {
		return CalendarPeriod.parse(text)
			.filter((period) -> period.isBetween(SHORTEST, LONGEST))
			.map((period) -> new RotationPeriod(text));
	}

	/**
	 * When the next rotation is due.
	 * @param last when the current version was made
	 * @return one period later, by the UTC calendar
	 */
	public Instant after(Instant last) {
		return CalendarPeriod.of(this.text).after(last);
	}

}
