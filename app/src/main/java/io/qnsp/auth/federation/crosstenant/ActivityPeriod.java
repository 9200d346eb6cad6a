package io.qnsp.auth.federation.crosstenant;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * How far back activity is asked for.
 */
enum ActivityPeriod {

	/** One hour. */
	HOUR("1h", Duration.ofHours(1)),
	/** A day; what is meant when nothing is named. */
	DAY("24h", Duration.ofDays(1)),
	/** A week. */
	WEEK("7d", Duration.ofDays(7)),
	/** 30 days. */
	MONTH("30d", Duration.ofDays(30));

	/** The resolution of what is kept. */
	static final Duration BUCKET = Duration.ofMinutes(5);

	/** The longest period. */
	static final Duration LONGEST = Duration.ofDays(30);

	private final String wireName;

	private final Duration length;

	ActivityPeriod(String wireName, Duration length) {
		this.wireName = wireName;
		this.length = length;
	}

	static ActivityPeriod of(@Nullable String name) {
		if (name == null) {
			return DAY;
		}
		return Arrays.stream(values())
			.filter((period) -> period.wireName.equals(name))
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("period",
					((name.length() <= 20) ? name : name.substring(0, 20)) + " (expected: 1h, 24h, 7d or 30d)"));
	}

	/**
	 * The bucket that the period begins in; it counts as a whole, so up to five minutes
	 * more than the period are answered.
	 * @param now the period's end
	 * @return the start of that bucket
	 */
	Instant firstBucket(Instant now) {
		return bucketOf(now.minus(this.length));
	}

	static Instant bucketOf(Instant instant) {
		long seconds = instant.getEpochSecond();
		return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, BUCKET.toSeconds()));
	}

	String wireName() {
		return this.wireName;
	}

}
