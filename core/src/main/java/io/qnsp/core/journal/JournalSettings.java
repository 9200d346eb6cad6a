package io.qnsp.core.journal;

import java.time.Duration;

/**
 * The bounds of the group commit.
 *
 * @param batchSize how many events one statement writes at most, 1..1000
 * @param writers how many statements are written at the same time, each on a connection
 * of its own, 1..8
 * @param queueCapacity how many events may wait, 1..1000000; beyond it appends are
 * refused at once
 * @param deadline how long an append may take, 10 ms..1 min
 */
public record JournalSettings(int batchSize, int writers, int queueCapacity, Duration deadline) {

	/** 100 rows a statement, two writers, 16,384 waiting events, 2 seconds. */
	public static final JournalSettings DEFAULT = new JournalSettings(100, 2, 16_384, Duration.ofSeconds(2));

	public JournalSettings {
		requireRange("batchSize", batchSize, 1_000);
		requireRange("writers", writers, 8);
		requireRange("queueCapacity", queueCapacity, 1_000_000);
		if (deadline.toMillis() < 10 || deadline.toMillis() > 60_000) {
			throw new IllegalArgumentException("deadline: %s (expected: PT0.01S..PT1M)".formatted(deadline));
		}
	}

	private static void requireRange(String name, int value, int max) {
		if (value < 1 || value > max) {
			throw new IllegalArgumentException("%s: %d (expected: 1..%d)".formatted(name, value, max));
		}
	}

}
