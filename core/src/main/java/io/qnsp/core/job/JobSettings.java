package io.qnsp.core.job;

import java.time.Duration;

/**
 * How jobs are run by one instance.
 *
 * @param workers how many run at the same time, 1..64
 * @param idle how often a free worker looks by itself; jobs of other instances and jobs
 * whose lease has expired are found so
 * @param lease how long after an instance's death its job is taken over; renewed three
 * times in that period while the job runs
 * @param timeout how long one attempt may take
 * @param maxAttempts how often a job is begun before it is given up, 1..100
 * @param firstBackoff the pause after the first failure; each further one is four times
 * as long
 * @param maxBackoff the longest pause
 */
public record JobSettings(int workers, Duration idle, Duration lease, Duration timeout, int maxAttempts,
		Duration firstBackoff, Duration maxBackoff) {

	/** 2 workers, 1 s, 30 s, 5 min, 5 attempts, 2 s to 2 min. */
	public static final JobSettings DEFAULT = new JobSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(30),
			Duration.ofMinutes(5), 5, Duration.ofSeconds(2), Duration.ofMinutes(2));

	public JobSettings {
		requireRange("workers", workers, 64);
		requireRange("maxAttempts", maxAttempts, 100);
		requirePositive("idle", idle);
		requirePositive("lease", lease);
		requirePositive("timeout", timeout);
		requirePositive("firstBackoff", firstBackoff);
		requirePositive("maxBackoff", maxBackoff);
	}

	/**
	 * The pause after a failed attempt.
	 * @param attempt which attempt failed, 1 or more
	 * @return from the first to the longest pause
	 */
	Duration backoff(int attempt) {
		Duration pause = this.firstBackoff;
		for (int i = 1; i < attempt && pause.compareTo(this.maxBackoff) < 0; i++) {
			pause = pause.multipliedBy(4);
		}
		return (pause.compareTo(this.maxBackoff) < 0) ? pause : this.maxBackoff;
	}

	private static void requireRange(String name, int value, int max) {
		if (value < 1 || value > max) {
			throw new IllegalArgumentException("%s: %d (expected: 1..%d)".formatted(name, value, max));
		}
	}

	private static void requirePositive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw new IllegalArgumentException("%s: %s (expected: 1 ms or more)".formatted(name, value));
		}
	}

}
