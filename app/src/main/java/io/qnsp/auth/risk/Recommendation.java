package io.qnsp.auth.risk;

/**
 * What to do with the attempt, in ascending strictness.
 */
enum Recommendation {

	ALLOW, CHALLENGE, DENY;

	/**
	 * What the model recommends at a level: low is allowed, medium and high are
	 * challenged, critical is denied.
	 * @param level the level
	 * @return the recommendation
	 */
	static Recommendation of(RiskLevel level) {
		return switch (level) {
			case LOW -> ALLOW;
			case MEDIUM, HIGH -> CHALLENGE;
			case CRITICAL -> DENY;
		};
	}

	/**
	 * The stricter of two.
	 * @param other the other recommendation
	 * @return this or other
	 */
	Recommendation strictest(Recommendation other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
