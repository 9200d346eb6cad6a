package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.time.Instant;

import io.qnsp.audit.delivery.DeliveryOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt leads to. In each case the first events of the batch may have been
 * accepted.
 */
sealed interface NextStep {

	/** What is stored of a reason at most. */
	int LONGEST_REASON = 1_000;

	/**
	 * How many events at the start of the batch were accepted.
	 * @return 0 to the size of the batch
	 */
	int accepted();

	/**
	 * Everything was accepted: on with what follows.
	 */
	record Advance(int accepted) implements NextStep {

	}

	/**
	 * The rest is tried again after a pause.
	 *
	 * @param failures failures in a row
	 * @param rejections refusals of the next event in a row
	 */
	record Retry(int accepted, int failures, int rejections, Duration pause, String reason) implements NextStep {

	}

	/**
	 * The event after the accepted ones becomes a dead letter; on with what follows it.
	 */
	record Bury(int accepted, String reason) implements NextStep {

	}

	/**
	 * The subscription is disabled; its place stays.
	 */
	record Disable(int accepted, String reason) implements NextStep {

	}

	/**
	 * How it stood before the attempt.
	 *
	 * @param failures failures in a row
	 * @param rejections refusals of the next event in a row
	 * @param failingSince since when nothing was accepted, or {@code null}
	 */
	record Standing(int failures, int rejections, @Nullable Instant failingSince) {

		/** Nothing has failed. */
		static final Standing GOOD = new Standing(0, 0, null);

	}

	/**
	 * Decides.
	 * @param outcome how the attempt ended
	 * @param size how many events the batch had
	 * @param before how it stood
	 * @param now the time
	 * @param random for the pause, 0 to 1
	 * @param plan the rules
	 * @return what is to be done
	 */
	static NextStep after(DeliveryOutcome outcome, int size, Standing before, Instant now, double random,
			RetryPlan plan) {
		return switch (outcome) {
			case DeliveryOutcome.Accepted all -> new Advance(size);
			case DeliveryOutcome.Failed failed when within(failed.accepted(), size) == size -> new Advance(size);
			case DeliveryOutcome.Failed failed -> {
				int accepted = within(failed.accepted(), size);
				yield retryOrGiveUp(accepted, (accepted > 0) ? Standing.GOOD : before, 0, failed.retryAfter(),
						failed.reason(), now, random, plan);
			}
			case DeliveryOutcome.Rejected rejected -> rejected(rejected, size, before, now, random, plan);
			case DeliveryOutcome.Gone gone -> new Disable(0, told(gone.reason()));
		};
	}

	private static NextStep rejected(DeliveryOutcome.Rejected rejected, int size, Standing before, Instant now,
			double random, RetryPlan plan) {
		int accepted = within(rejected.accepted(), size);
		if (accepted == size) {
			return new Advance(size);
		}
		Standing standing = (accepted > 0) ? Standing.GOOD : before;
		int rejections = standing.rejections() + 1;
		if (rejected.certain() || rejections >= plan.rejections()) {
			return isHopeless(standing, now, plan) ? new Disable(accepted, givenUp(rejected.reason(), plan))
					: new Bury(accepted, told(rejected.reason()));
		}
		return retryOrGiveUp(accepted, standing, rejections, null, rejected.reason(), now, random, plan);
	}

	private static NextStep retryOrGiveUp(int accepted, Standing standing, int rejections,
			@Nullable Duration retryAfter, String reason, Instant now, double random, RetryPlan plan) {
		if (isHopeless(standing, now, plan)) {
			return new Disable(accepted, givenUp(reason, plan));
		}
		int failures = (standing.failures() == Integer.MAX_VALUE) ? Integer.MAX_VALUE : standing.failures() + 1;
		// What was refused stays refused while something else fails in between.
		return new Retry(accepted, failures, Math.max(rejections, standing.rejections()),
				plan.pause(failures, retryAfter, random), told(reason));
	}

	private static boolean isHopeless(Standing standing, Instant now, RetryPlan plan) {
		Instant since = standing.failingSince();
		return since != null && !now.isBefore(since.plus(plan.giveUpAfter()));
	}

	private static String givenUp(String reason, RetryPlan plan) {
		return told("Nothing was accepted for %s; the last attempt: %s".formatted(plan.giveUpAfter(), reason));
	}

	private static String told(String reason) {
		String printable = reason.replace('\0', '\uFFFD');
		if (printable.isEmpty()) {
			return "no reason given";
		}
		return (printable.length() <= LONGEST_REASON) ? printable : printable.substring(0, LONGEST_REASON);
	}

	private static int within(int accepted, int size) {
		return Math.clamp(accepted, 0, size);
	}

}
