package io.qnsp.auth.federation;

import java.time.Duration;
import java.time.Instant;

import io.qnsp.core.error.QnspException;

/**
 * A time range of federation events.
 *
 * @param start the first instant in it
 * @param end the first instant after it
 */
public record FederationRange(Instant start, Instant end) {

	/** The longest range, 400 days: a year and its comparison month. */
	public static final Duration LONGEST = Duration.ofDays(400);

	// What PostgreSQL and the clients' date types all hold.
	private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	/**
	 * Checks a range that a client asks for.
	 * @param startName the name of the field that holds the start
	 * @param start the start
	 * @param endName the name of the field that holds the end
	 * @param end the end
	 * @return the range
	 * @throws QnspException a 400 that names the field
	 */
	public static FederationRange of(String startName, Instant start, String endName, Instant end) {
		requireKnown(startName, start);
		requireKnown(endName, end);
		if (!start.isBefore(end)) {
			throw QnspException.badRequest(endName, end + " (expected: after " + startName + ", " + start + ")");
		}
		if (Duration.between(start, end).compareTo(LONGEST) > 0) {
			throw QnspException.badRequest(endName,
					end + " (expected: at most " + LONGEST.toDays() + " days after " + startName + ", " + start + ")");
		}
		return new FederationRange(start, end);
	}

	private static void requireKnown(String name, Instant instant) {
		if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
			throw QnspException.badRequest(name, instant + " (expected: " + EARLIEST + ".." + LATEST + ")");
		}
	}

}
