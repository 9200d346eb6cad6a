package io.qnsp.audit.delivery.engine;

import java.time.Duration;

import io.qnsp.audit.delivery.DeliveryProperties;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again.
 *
 * @param firstPause the pause after the first failure; each further one is twice as long
 * @param longestPause the longest of these
 * @param longestRetryAfter the longest pause that the other side may ask for
 * @param giveUpAfter how long nothing may be accepted
 * @param rejections how often a refused event is tried
 */
record RetryPlan(Duration firstPause, Duration longestPause, Duration longestRetryAfter, Duration giveUpAfter,
		int rejections) {

	static RetryPlan of(DeliveryProperties properties) {
		return new RetryPlan(properties.firstPause(), properties.longestPause(), properties.longestRetryAfter(),
				properties.giveUpAfter(), properties.rejections());
	}

	/**
	 * The pause after a failure: somewhere in the upper half of the exponential one, so
	 * that many subscriptions of one receiver do not come back together, and never less
	 * than the other side asked for.
	 * @param failures failures in a row, 1 or more
	 * @param asked what the other side asked for, or {@code null}
	 * @param random where in the range, 0 to 1
	 */
	Duration pause(int failures, @Nullable Duration asked, double random) {
		Duration pause = this.firstPause;
		for (int i = 1; i < failures && pause.compareTo(this.longestPause) < 0; i++) {
			pause = pause.multipliedBy(2);
		}
		long ceiling = min(pause, this.longestPause).toMillis();
		Duration drawn = Duration.ofMillis(ceiling / 2 + Math.round((ceiling - ceiling / 2) * random));
		if (asked == null) {
			return drawn;
		}
		Duration granted = min(asked, this.longestRetryAfter);
		return (granted.compareTo(drawn) > 0) ? granted : drawn;
	}

	private static Duration min(Duration a, Duration b) {
		return (a.compareTo(b) < 0) ? a : b;
	}

}
