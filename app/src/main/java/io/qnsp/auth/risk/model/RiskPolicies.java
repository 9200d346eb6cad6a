package io.qnsp.auth.risk.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Applies a tenant's policies to what the model said. Every enabled policy is looked at
 * on its own and against the model's score, the strictest demand wins, and the model's
 * own recommendation is one of the demands: a policy can only tighten, and the order of
 * the policies does not matter.
 *
 * <p>
 * Score, level and recommendation of a decision stay consistent with
 * {@link RiskThresholds}: a policy that challenges raises the level to at least high (its
 * action is called {@code onHighRisk}), one that denies to critical, and the score to the
 * lower bound of that level.
 */
public final class RiskPolicies {

	private RiskPolicies() {
	}

	/**
	 * Decides.
	 * @param assessment what the model said
	 * @param attempt the attempt that it assessed
	 * @param policies the tenant's policies in any order
	 * @return the decision, equal to the assessment if no policy matches
	 */
	public static RiskDecision apply(RiskAssessment assessment, LoginAttempt attempt, List<RiskPolicy> policies) {
		List<Match> matches = matches(assessment, attempt, policies);
		double score = assessment.score();
		Recommendation recommendation = assessment.recommendation();
		ChallengeType challenge = assessment.challengeType();
		List<UUID> ids = new ArrayList<>(matches.size());
		List<RiskFactor> factors = new ArrayList<>(matches.size());
		for (Match match : matches) {
			RiskPolicy.Actions actions = match.policy.actions();
			double floor = floor(actions.onHighRisk());
			score = Math.max(score, floor);
			recommendation = recommendation.strictest(actions.onHighRisk());
			if (actions.onHighRisk() == Recommendation.CHALLENGE) {
				challenge = ChallengeType.strictest(challenge,
						(actions.challengeType() != null) ? actions.challengeType() : ChallengeType.MFA);
			}
			ids.add(match.policy.id());
			factors.add(new RiskFactor(RiskFactor.POLICY, floor, match.reason));
		}
		return new RiskDecision(score, RiskLevel.of(score), recommendation,
				(recommendation == Recommendation.CHALLENGE) ? challenge : null, ids, factors);
	}

	private static List<Match> matches(RiskAssessment assessment, LoginAttempt attempt, List<RiskPolicy> policies) {
		List<Match> matches = new ArrayList<>();
		for (RiskPolicy policy : policies) {
			String violation = policy.enabled() ? violation(policy.conditions(), assessment, attempt) : null;
			if (violation != null) {
				matches.add(new Match(policy, "Policy \"" + policy.name() + "\": " + violation));
			}
		}
		matches.sort(Comparator.comparing((match) -> match.policy.id()));
		return matches;
	}

	private static @Nullable String violation(RiskPolicy.Conditions conditions, RiskAssessment assessment,
			LoginAttempt attempt) {
		Double threshold = conditions.riskScoreThreshold();
		if (threshold != null && assessment.score() >= threshold) {
			return "risk score " + assessment.score() + " reaches " + threshold;
		}
		String country = attempt.geo().country();
		if (!conditions.geoRestrictions().isEmpty()
				&& (country == null || !conditions.geoRestrictions().contains(country))) {
			return "sign-in from " + ((country != null) ? country : "an unknown country") + ", allowed: "
					+ String.join(", ", new TreeSet<>(conditions.geoRestrictions()));
		}
		RiskPolicy.TimeRestriction hours = conditions.timeRestrictions();
		if (hours != null && !hours.allows(attempt.at())) {
			return "sign-in in hour " + hours.hourAt(attempt.at()) + " " + hours.zone() + ", allowed: " + hours.start()
					+ ":00 to " + hours.end() + ":00";
		}
		return null;
	}

	private static double floor(Recommendation demanded) {
		return (demanded == Recommendation.DENY) ? RiskThresholds.CRITICAL : RiskThresholds.HIGH;
	}

	private record Match(RiskPolicy policy, String reason) {
	}

}
