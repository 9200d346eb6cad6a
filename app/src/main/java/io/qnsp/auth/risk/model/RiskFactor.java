package io.qnsp.auth.risk.model;

/**
 * One reason for a score.
 *
 * @param name stable name in snake case, for machines and statistics
 * @param score 0 (nothing against the attempt) to 100, two decimals
 * @param reason a sentence for people
 */
public record RiskFactor(String name, double score, String reason) {

	/** How likely network and user agent are for this user (Freeman et al.). */
	public static final String LOGIN_PATTERN = "login_pattern";

	/** Whether the user can have travelled here since the last known position. */
	public static final String IMPOSSIBLE_TRAVEL = "impossible_travel";

	/** Whether the user signed in with this device before. */
	public static final String NEW_DEVICE = "new_device";

	/** Failed attempts before this one. */
	public static final String FAILED_ATTEMPTS = "failed_attempts";

	/** Threat signals reported about the user. */
	public static final String THREAT_SIGNALS = "threat_signals";

	/** Whether the user is usually active at this hour. */
	public static final String UNUSUAL_HOUR = "unusual_hour";

	/** A tenant's policy that matched. */
	public static final String POLICY = "policy";

	public RiskFactor {
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
	public static double round(double score) {
		return Math.round(score * 100) / 100.0;
	}

}
