package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.qnsp.kms.analytics.rule.AlertWindow;

/**
 * Which windows of a rule are judged now. After a stop of the server those of the last
 * day are made up for, or one; older ones are passed over, since nobody could use a key
 * then.
 *
 * @param ends the ends of the windows to judge, oldest first, at most 50
 * @param next when the window ends that is judged after them
 */
record WindowSchedule(List<Instant> ends, Instant next) {

	private static final long MADE_UP = Duration.ofDays(1).toSeconds();

	private static final int MOST = 50;

	/**
	 * Plans.
	 * @param window the rule's window
	 * @param judgeAt the end of the window that is next
	 * @param until up to when usage is counted
	 */
	static WindowSchedule of(AlertWindow window, Instant judgeAt, Instant until) {
		Instant oldest = window.startOf(until.minusSeconds(Math.max(MADE_UP, window.seconds())));
		Instant end = judgeAt.isBefore(oldest) ? oldest : judgeAt;
		List<Instant> ends = new ArrayList<>();
		while (!end.isAfter(until) && ends.size() < MOST) {
			ends.add(end);
			end = window.endOf(end);
		}
		return new WindowSchedule(List.copyOf(ends), end);
	}

}
