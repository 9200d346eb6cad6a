package io.qnsp.audit.integrity.verify;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the verification of a checkpoint found.
 *
 * @param checkpointId the checkpoint
 * @param sequence its number
 * @param valid whether nothing is wrong
 * @param eventsVerified how many of its events are there
 * @param eventsRemoved how many retention has deleted; their leaf hashes were verified
 * @param firstBadEvent the first event that is not as it was sealed, or {@code null}
 * @param problems what is wrong: the checkpoint first, then its first bad event
 */
record CheckpointVerdict(UUID checkpointId, long sequence, boolean valid, long eventsVerified, long eventsRemoved,
		@Nullable Problem firstBadEvent, List<Problem> problems) {

	static CheckpointVerdict of(UUID checkpointId, long sequence, long verified, long removed, List<Problem> problems) {
		Problem first = problems.stream().filter((problem) -> problem.kind().isOfAnEvent()).findFirst().orElse(null);
		return new CheckpointVerdict(checkpointId, sequence, problems.isEmpty(), verified, removed, first,
				List.copyOf(problems));
	}

}
