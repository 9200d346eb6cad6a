package io.qnsp.kms.analytics.notification;

import java.time.Duration;
import java.util.Optional;

/**
 * When a notification that could not be delivered is tried again: after 10 s, 40 s, 160 s
 * and so on, at most an hour, and eight times in all, which is about three and a half
 * hours.
 */
final class RetryPlan {

	private static final int MOST_ATTEMPTS = 8;

	private static final Duration FIRST = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int FACTOR = 4;

	private RetryPlan() {
	}

	/**
	 * The pause after a failed attempt.
	 * @param attempt which attempt failed, 1 or more
	 * @return the pause, or empty when it was the last one
	 */
	static Optional<Duration> pauseAfter(int attempt) {
		if (attempt >= MOST_ATTEMPTS) {
			return Optional.empty();
		}
		Duration pause = FIRST;
		for (int i = 1; i < attempt && pause.compareTo(LONGEST) < 0; i++) {
			pause = pause.multipliedBy(FACTOR);
		}
		return Optional.of((pause.compareTo(LONGEST) < 0) ? pause : LONGEST);
	}

}
