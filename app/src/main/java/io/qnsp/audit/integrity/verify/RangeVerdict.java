package io.qnsp.audit.integrity.verify;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the verification of a range found. Checkpoints are verified whole, so more events
 * than asked for may be verified, never fewer.
 *
 * @param valid whether nothing is wrong in what this call verified
 * @param fromSequence the first checkpoint that was verified, or {@code null} for none
 * @param toSequence the last checkpoint that was verified, or {@code null} for none
 * @param checkpointsVerified how many checkpoints
 * @param eventsVerified how many of their events are there
 * @param eventsRemoved how many of their events retention has deleted
 * @param eventsUnsealed how many events come after the last checkpoint of the tenant and
 * are proven by nothing yet, counted up to 100,000
 * @param firstBadEvent the first event that is not as it was sealed, or {@code null}
 * @param problems what is wrong, in the order of the checkpoints, at most 100
 * @param nextCursor where the next call goes on, or {@code null} when the range is done
 */
record RangeVerdict(boolean valid, @Nullable Long fromSequence, @Nullable Long toSequence, long checkpointsVerified,
		long eventsVerified, long eventsRemoved, long eventsUnsealed, @Nullable Problem firstBadEvent,
		List<Problem> problems, @Nullable String nextCursor) {

}
