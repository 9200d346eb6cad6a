package io.qnsp.kms.analytics.notification;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPlanTests {

	@Test
	void waitsLongerEachTimeAndGivesUpAfterEightAttempts() {
		assertThat(IntStream.rangeClosed(1, 7).mapToObj((attempt) -> RetryPlan.pauseAfter(attempt).orElseThrow()))
			.extracting(Duration::toSeconds)
			.containsExactly(10L, 40L, 160L, 640L, 2_560L, 3_600L, 3_600L);
		assertThat(RetryPlan.pauseAfter(8)).isEmpty();
		assertThat(RetryPlan.pauseAfter(100)).isEmpty();
	}

}
