package io.qnsp.auth.risk.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the model says about an attempt, before any policy.
 *
 * @param score 0..100, two decimals
 * @param level the score's level
 * @param recommendation the level's recommendation
 * @param challengeType set exactly if the recommendation is to challenge
 * @param factors all factors of the model, also those at 0, always in the same order
 */
public record RiskAssessment(double score, RiskLevel level, Recommendation recommendation,
		@Nullable ChallengeType challengeType, List<RiskFactor> factors) {

	public RiskAssessment {
		factors = List.copyOf(factors);
	}

}
