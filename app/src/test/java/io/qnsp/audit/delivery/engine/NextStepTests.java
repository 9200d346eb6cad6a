package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.engine.NextStep.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NextStepTests {

	private static final RetryPlan PLAN = new RetryPlan(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(1),
			Duration.ofDays(5), 5);

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	private static NextStep after(DeliveryOutcome outcome, Standing before) {
		return NextStep.after(outcome, 10, before, NOW, 0.5, PLAN);
	}

	@Test
	void whatIsGoneIsDisabledAtOnce() {
		assertThat(after(new DeliveryOutcome.Gone("410"), Standing.GOOD)).isEqualTo(new NextStep.Disable(0, "410"));
	}

	@Test
	void anEventThatIsRefusedForGoodIsADeadLetterAtOnceAndOthersAfterFiveAttempts() {
		assertThat(after(new DeliveryOutcome.Rejected(3, "too large"), Standing.GOOD))
			.isEqualTo(new NextStep.Bury(3, "too large"));
		DeliveryOutcome refused = new DeliveryOutcome.Rejected(0, "400", false);
		Standing standing = Standing.GOOD;
		for (int i = 1; i < 5; i++) {
			NextStep next = after(refused, standing);
			assertThat(next).isInstanceOfSatisfying(NextStep.Retry.class, (retry) -> {
				assertThat(retry.accepted()).isZero();
				assertThat(retry.pause()).isPositive();
			});
			NextStep.Retry retry = (NextStep.Retry) next;
			standing = new Standing(retry.failures(), retry.rejections(), NOW);
			assertThat(standing.rejections()).isEqualTo(i);
		}
		assertThat(after(refused, standing)).isEqualTo(new NextStep.Bury(0, "400"));
	}

	@Test
	void nothingIsAcceptedForFiveDaysAndTheSubscriptionIsDisabled() {
		DeliveryOutcome failed = new DeliveryOutcome.Failed(0, "503", null);
		assertThat(after(failed, new Standing(100, 0, NOW.minus(Duration.ofDays(5)).plusMillis(1))))
			.isInstanceOf(NextStep.Retry.class);
		assertThat(after(failed, new Standing(100, 0, NOW.minus(Duration.ofDays(5)))))
			.isInstanceOfSatisfying(NextStep.Disable.class, (disable) -> assertThat(disable.reason()).contains("503"));
		// Something was accepted: it begins anew.
		assertThat(
				after(new DeliveryOutcome.Failed(1, "503", null), new Standing(100, 0, NOW.minus(Duration.ofDays(50)))))
			.isInstanceOfSatisfying(NextStep.Retry.class, (retry) -> assertThat(retry.failures()).isEqualTo(1));
	}

	@Test
	void whatADestinationSaysIsBoundedAndStorable() {
		assertThat(after(new DeliveryOutcome.Gone("x".repeat(5000)), Standing.GOOD))
			.isInstanceOfSatisfying(NextStep.Disable.class, (step) -> assertThat(step.reason()).hasSize(1000));
		assertThat(after(new DeliveryOutcome.Gone("\0"), Standing.GOOD)).isEqualTo(new NextStep.Disable(0, "\uFFFD"));
		assertThat(after(new DeliveryOutcome.Gone(""), Standing.GOOD)).isInstanceOfSatisfying(NextStep.Disable.class,
				(step) -> assertThat(step.reason()).isNotEmpty());
	}

	/**
	 * A model of the whole loop: whatever a destination answers, every event is accepted
	 * at least once or a dead letter, in order, and only time or "gone" disables.
	 */
	@RepeatedTest(200)
	void everyEventIsAcceptedInOrderOrADeadLetter(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		int events = 1 + random.nextInt(60);
		List<Integer> settled = new ArrayList<>();
		int cursor = 0;
		Standing standing = Standing.GOOD;
		Instant now = NOW;
		while (cursor < events) {
			int size = Math.min(1 + random.nextInt(10), events - cursor);
			NextStep next = NextStep.after(outcome(random, size), size, standing, now, random.nextDouble(), PLAN);
			assertThat(next.accepted()).isBetween(0, size);
			for (int i = 0; i < next.accepted(); i++) {
				settled.add(cursor++);
			}
			@Nullable Instant since = (standing.failingSince() == null || next.accepted() > 0) ? now : standing.failingSince();
			if (next instanceof NextStep.Retry retry) {
				assertThat(retry.pause()).isPositive();
				now = now.plus(retry.pause());
				standing = new Standing(retry.failures(), retry.rejections(), since);
			}
			else if (next instanceof NextStep.Bury) {
				assertThat(next.accepted()).isLessThan(size);
				settled.add(cursor++);
				standing = new Standing(0, 0, since);
			}
			else if (next instanceof NextStep.Disable) {
				assertThat(Duration.between(Objects.requireNonNull(standing.failingSince()), now))
					.isGreaterThanOrEqualTo(PLAN.giveUpAfter());
				standing = Standing.GOOD;
			}
			else {
				assertThat(next.accepted()).isEqualTo(size);
				standing = Standing.GOOD;
			}
		}
		assertThat(settled).hasSize(events).isSorted().doesNotHaveDuplicates();
	}

	private static DeliveryOutcome outcome(Random random, int size) {
		return switch (random.nextInt(6)) {
			case 0, 1 -> new DeliveryOutcome.Accepted();
			case 2 -> new DeliveryOutcome.Failed(random.nextInt(size), "500", Duration.ofHours(random.nextInt(60)));
			case 3 -> new DeliveryOutcome.Rejected(random.nextInt(size), "400", false);
			case 4 -> new DeliveryOutcome.Rejected(random.nextInt(size), "413", true);
			// Nonsense must not do harm.
			default -> new DeliveryOutcome.Failed(random.nextInt(40) - 20, "", null);
		};
	}

}
