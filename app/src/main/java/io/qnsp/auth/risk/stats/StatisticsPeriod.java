package io.qnsp.auth.risk.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * How far back statistics look.
 */
enum StatisticsPeriod {

	HOUR("1h", Duration.ofHours(1)), DAY("24h", Duration.ofHours(24)), WEEK("7d", Duration.ofDays(7)),
	MONTH("30d", Duration.ofDays(30));

	private static final StatisticsPeriod DEFAULT = DAY;

	private final String wireName;

	private final Duration length;

	StatisticsPeriod(String wireName, Duration length) {
		this.wireName = wireName;
		this.length = length;
	}

	static StatisticsPeriod of(@Nullable String wireName) {
		if (wireName == null) {
			return DEFAULT;
		}
		return Arrays.stream(values())
			.filter((period) -> period.wireName.equals(wireName))
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("period",
					"unknown (expected: "
							+ Arrays.stream(values()).map(StatisticsPeriod::wireName).collect(Collectors.joining(" | "))
							+ ")"));
	}

	String wireName() {
		return this.wireName;
	}

	/**
	 * The first bucket that counts: the one that the period's beginning falls into, so
	 * that the period is up to a bucket longer than its name, never shorter.
	 */
	Instant firstBucket(Instant now) {
		return StatisticsBucket.startOf(now.minus(this.length));
	}

}
