package io.qnsp.auth.risk;

/**
 * One reason for a score.
 *
 * @param name stable name in snake case, for machines and statistics
 * @param score 0 (nothing against the attempt) to 100, two decimals
 * @param reason a sentence for people
 */
record RiskFactor(String name, double score, String reason) {

	/** How likely network and user agent are for this user (Freeman et al.). */
	static final String LOGIN_PATTERN = "login_pattern";

	/** Whether the user can have travelled here since the last known position. */
	static final String IMPOSSIBLE_TRAVEL = "impossible_travel";

	/** Whether the user signed in with this device before. */
	static final String NEW_DEVICE = "new_device";

	/** Failed attempts before this one. */
	static final String FAILED_ATTEMPTS = "failed_attempts";

	/** Threat signals reported about the user. */
	static final String THREAT_SIGNALS = "threat_signals";

	/** Whether the user is usually active at this hour. */
	static final String UNUSUAL_HOUR = "unusual_hour";

	/** A tenant's policy that matched. */
	static final String POLICY = "policy";

	RiskFactor {
		if (!(score >= 0 && score <= 100)) {
			throw new IllegalArgumentException("score of %s: %s (expected: 0..100)".formatted(name, score));
		}
		score = round(score);
	}

	static RiskFactor none(String name, String reason) {
		return new RiskFactor(name, 0, reason);
	}

	/**
	 * Two decimals; monotone, so rounding never turns an order around.
	 * @param score 0..100
	 * @return the rounded score
	 */
	static double round(double score) {
		return Math.round(score * 100) / 100.0;
	}

}
