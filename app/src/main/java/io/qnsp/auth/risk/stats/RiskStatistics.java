package io.qnsp.auth.risk.stats;

import java.util.List;

/**
 * Statistics of a tenant's evaluations.
 *
 * @param period how far back, as it was asked for
 * @param totalEvaluations how many there were
 * @param riskDistribution how many of each level
 * @param topRiskFactors the ten factors that spoke against the most attempts, most first
 * @param challengeRate share of attempts to challenge, 0..1; 0 when there were none
 * @param denyRate share of attempts to deny, 0..1; 0 when there were none
 */
record RiskStatistics(String period, long totalEvaluations, Distribution riskDistribution,
		List<FactorCount> topRiskFactors, double challengeRate, double denyRate) {

	/**
	 * Evaluations by level.
	 *
	 * @param low at low risk
	 * @param medium at medium risk
	 * @param high at high risk
	 * @param critical at critical risk
	 */
	record Distribution(long low, long medium, long high, long critical) {

		long total() {
			return this.low + this.medium + this.high + this.critical;
		}

	}

	/**
	 * A factor.
	 *
	 * @param factor its name
	 * @param count in how many evaluations it scored more than 0
	 */
	record FactorCount(String factor, long count) {

	}

	/**
	 * Sums of a period.
	 */
	record Sums(Distribution distribution, long challenged, long denied) {

	}

	static RiskStatistics of(StatisticsPeriod period, Sums sums, List<FactorCount> factors) {
		long total = sums.distribution.total();
		return new RiskStatistics(period.wireName(), total, sums.distribution, factors, share(sums.challenged, total),
				share(sums.denied, total));
	}

	private static double share(long part, long total) {
		return (total == 0) ? 0 : (double) part / total;
	}

}
