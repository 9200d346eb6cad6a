package io.qnsp.core.projection;

import java.time.Duration;

/**
 * The rhythm of the projections.
 *
 * @param maxBatch how many events one transaction covers at most, 1..10000
 * @param linger the least time between two runs of a projection that has caught up, so
 * that events under load are applied together
 * @param idle how often a projection looks by itself when nothing wakes it
 * @param maxBackoff the longest pause after failures
 */
public record ProjectionSettings(int maxBatch, Duration linger, Duration idle, Duration maxBackoff) {

	/** 2,000 events, 75 ms, 1 s, 10 s. */
	public static final ProjectionSettings DEFAULT = new ProjectionSettings(2_000, Duration.ofMillis(75),
			Duration.ofSeconds(1), Duration.ofSeconds(10));

	public ProjectionSettings {
		if (maxBatch < 1 || maxBatch > 10_000) {
			throw new IllegalArgumentException("maxBatch: %d (expected: 1..10000)".formatted(maxBatch));
		}
		requirePositive("linger", linger);
		requirePositive("idle", idle);
		requirePositive("maxBackoff", maxBackoff);
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException("%s: %s (expected: more than zero)".formatted(name, value));
		}
	}

}
