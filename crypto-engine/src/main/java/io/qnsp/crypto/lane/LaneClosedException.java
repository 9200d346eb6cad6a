package io.qnsp.crypto.lane;

import java.io.Serial;

/**
 * The lane was closed before the work began: nothing was started.
 */
public final class LaneClosedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * A refusal.
	 * @param lane the lane's name
	 */
	public LaneClosedException(String lane) {
		super("lane " + lane + ": closed (expected: a running crypto engine)");
	}

}
