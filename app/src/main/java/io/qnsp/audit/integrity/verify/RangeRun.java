package io.qnsp.audit.integrity.verify;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a call has verified so far. Used by one chain.
 */
final class RangeRun {

	private static final int MOST_PROBLEMS = 100;

	private final long first;

	private final long end;

	private final long mostEvents;

	private final List<Problem> problems = new ArrayList<>();

	private @Nullable Problem firstBadEvent;

	private long next;

	private long checkpoints;

	private long verified;

	private long removed;

	private boolean valid = true;

	/**
	 * Creates it.
	 * @param first the first checkpoint
	 * @param end the last checkpoint
	 * @param mostEvents no checkpoint is begun after as many events
	 */
	RangeRun(long first, long end, long mostEvents) {
		this.first = first;
		this.end = end;
		this.mostEvents = mostEvents;
		this.next = first;
	}

	long next() {
		return this.next;
	}

	boolean isDone() {
		return this.next > this.end;
	}

	boolean isFull() {
		return this.verified + this.removed >= this.mostEvents;
	}

	void add(CheckpointVerdict verdict) {
		this.checkpoints++;
		this.next++;
		this.verified += verdict.eventsVerified();
		this.removed += verdict.eventsRemoved();
		verdict.problems().forEach(this::add);
		if (this.firstBadEvent == null) {
			this.firstBadEvent = verdict.firstBadEvent();
		}
	}

	void add(Problem problem) {
		this.valid = false;
		if (this.problems.size() < MOST_PROBLEMS) {
			this.problems.add(problem);
		}
	}

	RangeVerdict verdict(long unsealed) {
		boolean none = this.checkpoints == 0;
		return new RangeVerdict(this.valid, none ? null : this.first, none ? null : this.next - 1, this.checkpoints,
				this.verified, this.removed, unsealed, this.firstBadEvent, List.copyOf(this.problems),
				isDone() ? null : Long.toString(this.next));
	}

}
