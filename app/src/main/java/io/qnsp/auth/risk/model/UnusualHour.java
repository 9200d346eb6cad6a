package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.util.List;

/**
 * The factor {@value RiskFactor#UNUSUAL_HOUR}: how far the share of the user's logins in
 * the three hours around the attempt stays below chance (3/24), times the confidence n /
 * (n + 20). Three hours, because users shift by one, with daylight saving too. Needs 20
 * logins; hours are UTC, as nobody knows the user's zone, and only habits matter.
 */
final class UnusualHour {

	private static final double CHANCE = 3 / 24.0;

	private UnusualHour() {
	}

	static RiskFactor assess(UserHistory user, Instant at) {
		int hour = (int) Math.floorMod(Math.floorDiv(at.getEpochSecond(), 3600L), 24L);
		double total = 0;
		for (int i = 0; i < 24; i++) {
			total += logins(user.hourHistogram(), i);
		}
		if (total < RiskThresholds.UNUSUAL_HOUR_MIN_LOGINS) {
			return RiskFactor.none(RiskFactor.UNUSUAL_HOUR, "Too few sign-ins to know usual hours: " + (long) total
					+ " of " + RiskThresholds.UNUSUAL_HOUR_MIN_LOGINS);
		}
		double near = logins(user.hourHistogram(), hour + 23) + logins(user.hourHistogram(), hour)
				+ logins(user.hourHistogram(), hour + 1);
		double confidence = total / (total + RiskThresholds.UNUSUAL_HOUR_CONFIDENCE_LOGINS);
		double score = 100 * confidence * Math.max(0, 1 - near / total / CHANCE);
		String facts = (long) near + " of " + (long) total + " earlier sign-ins were within an hour of " + hour
				+ ":00 UTC";
		return new RiskFactor(RiskFactor.UNUSUAL_HOUR, score,
				((score > 0) ? "Unusual hour: " : "Usual hour: ") + facts);
	}

	private static double logins(List<Long> histogram, int hour) {
		return Math.max(0, histogram.get(hour % 24));
	}

}
