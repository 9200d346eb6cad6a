package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPlanTests {

	private static final RetryPlan PLAN = new RetryPlan(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(1),
			Duration.ofDays(5), 5);

	@Test
	void pausesDoubleFromTheFirstToTheLongest() {
		assertThat(PLAN.pause(1, null, 1)).isEqualTo(Duration.ofSeconds(5));
		assertThat(PLAN.pause(2, null, 1)).isEqualTo(Duration.ofSeconds(10));
		assertThat(PLAN.pause(10, null, 1)).isEqualTo(Duration.ofSeconds(2560));
		assertThat(PLAN.pause(11, null, 1)).isEqualTo(Duration.ofHours(1));
		assertThat(PLAN.pause(Integer.MAX_VALUE, null, 1)).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void everyPauseLiesInTheUpperHalfAndObeysWhatWasAskedUpToADay() {
		Random random = new Random(20261130);
		for (int i = 0; i < 10_000; i++) {
			int failures = 1 + random.nextInt(40);
			Duration asked = random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(200_000));
			Duration pause = PLAN.pause(failures, asked, random.nextDouble());
			Duration ceiling = PLAN.pause(failures, null, 1);
			assertThat(pause).isGreaterThanOrEqualTo(ceiling.dividedBy(2))
				.isLessThanOrEqualTo((ceiling.compareTo(PLAN.longestRetryAfter()) > 0 || asked == null) ? ceiling
						: PLAN.longestRetryAfter());
			if (asked != null) {
				Duration granted = (asked.compareTo(Duration.ofDays(1)) < 0) ? asked : Duration.ofDays(1);
				assertThat(pause).isGreaterThanOrEqualTo(granted);
			}
		}
	}

	@Test
	void aReceiverThatStaysAwayForDaysIsAskedOftenEnoughAndNotTooOften() {
		Duration waited = Duration.ZERO;
		int failures = 0;
		while (waited.compareTo(Duration.ofDays(5)) < 0) {
			failures++;
			waited = waited.plus(PLAN.pause(failures, null, 0.5));
		}
		assertThat(failures).isBetween(120, 250);
	}

}
