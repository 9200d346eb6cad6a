package io.qnsp.auth.risk;

import java.util.List;
import java.util.stream.Stream;

import io.qnsp.auth.risk.model.ChallengeType;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskAssessment;
import io.qnsp.auth.risk.model.RiskDecision;
import io.qnsp.auth.risk.model.RiskFactor;
import io.qnsp.auth.risk.model.RiskLevel;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an evaluation.
 *
 * @param riskScore 0..100, two decimals
 * @param riskLevel the score's level
 * @param factors all factors of the model, also those at 0, then the policies that
 * matched
 * @param recommendation what to do
 * @param challengeType how to challenge; {@code null} unless that is recommended
 */
record RiskEvaluation(@Min(0) @Max(100) double riskScore, RiskLevel riskLevel, List<RiskFactor> factors,
		Recommendation recommendation, @Nullable ChallengeType challengeType) {

	static RiskEvaluation of(RiskAssessment assessment, RiskDecision decision) {
		return new RiskEvaluation(decision.score(), decision.level(),
				Stream.concat(assessment.factors().stream(), decision.factors().stream()).toList(),
				decision.recommendation(), decision.challengeType());
	}

}
