package io.qnsp.kms.analytics.usage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * A checked question for usage. What is kept are five minutes: both ends of the range are
 * moved to the start of theirs, the end's five minutes included.
 *
 * @param keyId of which key, or {@code null} for all
 * @param operation of which operation, or {@code null} for all
 * @param applicationId of which application, or {@code null} for all
 * @param start the first instant
 * @param end the first instant after
 * @param granularity how long the periods are
 * @param limit how many points at most, 1..1000
 * @param after the last point of the page before, or {@code null}
 */
record UsageQuery(@Nullable UUID keyId, @Nullable UsageOperation operation, @Nullable String applicationId,
		Instant start, Instant end, Granularity granularity, int limit, @Nullable UsageCursor after) {

	/** The longest range, and how long usage is kept. */
	static final Duration LONGEST = Duration.ofDays(400);

	static final int MOST_POINTS = 1_000;

	private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	/**
	 * What the caller wrote.
	 */
	record Asked(@Nullable UUID keyId, @Nullable String operation, @Nullable String applicationId,
			@Nullable String startTime, @Nullable String endTime, @Nullable String granularity, @Nullable Integer limit,
			@Nullable String cursor) {

	}

	static UsageQuery of(Asked asked, Instant now) {
		Instant end = (asked.endTime() != null) ? time("endTime", asked.endTime()) : now.plusMillis(1);
		Instant start = (asked.startTime() != null) ? time("startTime", asked.startTime()) : dayBefore(end);
		if (!start.isBefore(end)) {
			throw QnspException.badRequest("endTime", end + " (expected: after startTime, " + start + ")");
		}
		if (Duration.between(start, end).compareTo(LONGEST) > 0) {
			throw QnspException.badRequest("endTime",
					"%s (expected: at most %d days after startTime, %s)".formatted(end, LONGEST.toDays(), start));
		}
		int limit = (asked.limit() != null) ? asked.limit() : MOST_POINTS;
		if (limit < 1 || limit > MOST_POINTS) {
			throw QnspException.badRequest("limit", limit + " (expected: 1.." + MOST_POINTS + ")");
		}
		UsageOperation operation = (asked.operation() == null) ? null
				: UsageOperation.named(asked.operation())
					.orElseThrow(() -> QnspException.badRequest("operation",
							"unknown (expected: encrypt, decrypt, sign or verify)"));
		return new UsageQuery(asked.keyId(), operation, application(asked.applicationId()), startOf(start), end,
				Granularity.of(asked.granularity()), limit,
				(asked.cursor() != null) ? UsageCursor.decode(asked.cursor()) : null);
	}

	private static @Nullable String application(@Nullable String name) {
		if (name != null && (name.length() > Usage.LONGEST_APPLICATION || name.indexOf('\0') >= 0)) {
			throw QnspException.badRequest("applicationId",
					"not readable (expected: at most %d characters)".formatted(Usage.LONGEST_APPLICATION));
		}
		return name;
	}

	private static Instant time(String name, String text) {
		try {
			Instant time = Instant.parse(text);
			if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
				return time;
			}
		}
		catch (DateTimeException ex) {
			throw notATime(name);
		}
		throw notATime(name);
	}

	private static QnspException notATime(String name) {
		return QnspException.badRequest(name, "not readable (expected: ISO 8601 UTC, such as 2026-03-04T12:00:00Z)");
	}

	private static Instant dayBefore(Instant end) {
		return end.isAfter(Instant.EPOCH.plus(DEFAULT_LENGTH)) ? end.minus(DEFAULT_LENGTH) : Instant.EPOCH;
	}

	private static Instant startOf(Instant time) {
		long seconds = UsageBatch.BUCKET.toSeconds();
		return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
	}

}
