package io.qnsp.auth.risk.model;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the model and the tenant's policies together decide: never milder than the model.
 *
 * @param score the model's score, raised to the bound of the level that a policy demands
 * @param level the score's level
 * @param recommendation the strictest of the model's and every matched policy's
 * @param challengeType set exactly if the recommendation is to challenge: the strictest
 * @param matchedPolicyIds ids of all matched policies, ascending
 * @param factors one extra factor a matched policy, in the order of the ids
 */
public record RiskDecision(double score, RiskLevel level, Recommendation recommendation,
		@Nullable ChallengeType challengeType, List<UUID> matchedPolicyIds, List<RiskFactor> factors) {

	public RiskDecision {
		matchedPolicyIds = List.copyOf(matchedPolicyIds);
		factors = List.copyOf(factors);
	}

}
