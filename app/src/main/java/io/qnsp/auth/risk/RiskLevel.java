package io.qnsp.auth.risk;

/**
 * How risky, in ascending order. Bounds: {@link RiskThresholds}.
 */
enum RiskLevel {

	LOW, MEDIUM, HIGH, CRITICAL;

	/**
	 * The level of a score.
	 * @param score 0..100
	 * @return its level
	 */
	static RiskLevel of(double score) {
		if (score >= RiskThresholds.CRITICAL) {
			return CRITICAL;
		}
		if (score >= RiskThresholds.HIGH) {
			return HIGH;
		}
		return (score >= RiskThresholds.MEDIUM) ? MEDIUM : LOW;
	}

}
