package io.qnsp.hsm.module;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PINs that the tokens of a library refused, over all connections: each of them can have
 * one tried, which would be too many for a token that locks itself. After three in a row
 * a token is left alone, and after each further one again.
 */
final class RefusedPins {

	static final int MOST = 3;

	static final Duration PAUSE = Duration.ofMinutes(15);

	// A row for a token that is there, so they are few.
	private final Map<String, Row> rows = new ConcurrentHashMap<>();

	/**
	 * How long a token is left alone.
	 * @param serial the token
	 * @param now of {@link System#nanoTime()}
	 * @return zero when a PIN may be tried
	 */
	Duration pause(String serial, long now) {
		Row row = this.rows.get(serial);
		if (row == null || row.refused < MOST) {
			return Duration.ZERO;
		}
		Duration left = PAUSE.minusNanos(now - row.last);
		return left.isNegative() ? Duration.ZERO : left;
	}

	void refused(String serial, long now) {
		this.rows.merge(serial, new Row(1, now), (before, one) -> new Row(before.refused + 1, now));
	}

	void accepted(String serial) {
		this.rows.remove(serial);
	}

	/**
	 * What a token has refused.
	 *
	 * @param refused how many in a row
	 * @param last when it was the last time
	 */
	private record Row(int refused, long last) {

	}

}
