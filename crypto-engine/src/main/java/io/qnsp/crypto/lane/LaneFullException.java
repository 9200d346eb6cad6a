package io.qnsp.crypto.lane;

import java.io.Serial;
import java.time.Duration;

/**
 * A lane's queue is full: nothing was started, and the same call may succeed later.
 */
public final class LaneFullException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String lane;

	private final Duration retryAfter;

	/**
	 * A refusal.
	 * @param lane the lane's name
	 * @param retryAfter when to try again, whole seconds, at least one
	 */
	public LaneFullException(String lane, Duration retryAfter) {
		super("lane " + lane + ": queue is full (expected: retry after " + retryAfter.toSeconds() + " s)");
		this.lane = lane;
		this.retryAfter = retryAfter;
	}

	/**
	 * Which lane refused.
	 * @return its name, for example {@code crypto-fast}
	 */
	public String lane() {
		return this.lane;
	}

	/**
	 * When to try again: the time the queue needs at the pace of late.
	 * @return 1 to 30 whole seconds
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
