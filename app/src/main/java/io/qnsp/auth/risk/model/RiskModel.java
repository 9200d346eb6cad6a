package io.qnsp.auth.risk.model;

import java.util.List;

import io.qnsp.auth.risk.model.UserHistory.LastSeen;
import org.jspecify.annotations.Nullable;

/**
 * How risky a login attempt is. Six factors s_i of 0..100, each with a weight w_i of
 * {@link RiskThresholds}, are combined as independent evidence (noisy or):
 *
 * <pre>
 * score = 100 (1 − Π (1 − w_i · s_i / 100))
 * </pre>
 *
 * which does not depend on their order, never falls when one of them rises, and stays
 * below 100. While the user is being learned, what only means "not seen before" (login
 * pattern, new device, unusual hour) counts 0; failed attempts, threat signals and
 * impossible travel count from the first login on.
 */
public final class RiskModel {

	private RiskModel() {
	}

	/**
	 * Assesses an attempt.
	 * @param attempt the attempt
	 * @param user what is known of its user, not counting the attempt itself
	 * @param tenant what is known of all users, for the attempt's
	 * {@link LoginFeatures#of(LoginAttempt) values}
	 * @return score, level, recommendation and all factors
	 */
	public static RiskAssessment assess(LoginAttempt attempt, UserHistory user, TenantHistory tenant) {
		return assess(attempt, LoginFeatures.of(attempt), user, tenant);
	}

	/**
	 * Assesses an attempt whose values the caller already derived.
	 * @param attempt the attempt
	 * @param features its values
	 * @param user what is known of its user, not counting the attempt itself
	 * @param tenant what is known of all users, for these values
	 * @return score, level, recommendation and all factors
	 */
	public static RiskAssessment assess(LoginAttempt attempt, LoginFeatures features, UserHistory user,
			TenantHistory tenant) {
		return assess(attempt, features, user, tenant, user.lastSeen());
	}

	/**
	 * Assesses an attempt of a user who may have been seen after the history was made.
	 * @param attempt the attempt
	 * @param features its features
	 * @param user what is known of the user
	 * @param tenant what is known of the tenant's users
	 * @param lastSeen where the user was seen last, {@code null} if nowhere
	 * @return the assessment
	 */
	public static RiskAssessment assess(LoginAttempt attempt, LoginFeatures features, UserHistory user,
			TenantHistory tenant, @Nullable LastSeen lastSeen) {
		boolean learning = user.isLearning(attempt.at());
		RiskFactor pattern = learning ? learning(RiskFactor.LOGIN_PATTERN, user)
				: LoginPattern.assess(features, user, tenant);
		RiskFactor travel = ImpossibleTravel.assess(attempt, features, user, lastSeen);
		RiskFactor device = learning ? learning(RiskFactor.NEW_DEVICE, user) : NewDevice.assess(attempt, user);
		RiskFactor failed = FailedAttempts.assess(attempt, user);
		RiskFactor signals = ThreatSignals.assess(user, attempt.at());
		RiskFactor hour = learning ? learning(RiskFactor.UNUSUAL_HOUR, user) : UnusualHour.assess(user, attempt.at());
		double innocence = without(RiskThresholds.LOGIN_PATTERN_WEIGHT, pattern)
				* without(RiskThresholds.IMPOSSIBLE_TRAVEL_WEIGHT, travel)
				* without(RiskThresholds.NEW_DEVICE_WEIGHT, device)
				* without(RiskThresholds.FAILED_ATTEMPTS_WEIGHT, failed)
				* without(RiskThresholds.THREAT_SIGNALS_WEIGHT, signals)
				* without(RiskThresholds.UNUSUAL_HOUR_WEIGHT, hour);
		double score = RiskFactor.round(100 * (1 - innocence));
		RiskLevel level = RiskLevel.of(score);
		Recommendation recommendation = Recommendation.of(level);
		return new RiskAssessment(score, level, recommendation, challenge(level, pattern, travel, device, signals),
				List.of(pattern, travel, device, failed, signals, hour));
	}

	private static double without(double weight, RiskFactor factor) {
		return 1 - weight * factor.score() / 100;
	}

	/*
	 * High risk wants a second factor. So does medium risk by travel or signals: whoever
	 * has the password may have the mailbox too. A new pattern or device is confirmed by
	 * e-mail; where only failed attempts speak, the question is whether this is a script.
	 */
	private static @Nullable ChallengeType challenge(RiskLevel level, RiskFactor pattern, RiskFactor travel,
			RiskFactor device, RiskFactor signals) {
		if (Recommendation.of(level) != Recommendation.CHALLENGE) {
			return null;
		}
		if (level == RiskLevel.HIGH || travel.score() > 0 || signals.score() >= RiskThresholds.MEDIUM) {
			return ChallengeType.MFA;
		}
		return (pattern.score() > 0 || device.score() > 0) ? ChallengeType.EMAIL_VERIFICATION : ChallengeType.CAPTCHA;
	}

	private static RiskFactor learning(String name, UserHistory user) {
		return RiskFactor.none(name, "Learning: " + user.logins() + " sign-ins so far, this counts from "
				+ RiskThresholds.LEARNING_LOGINS + " sign-ins or 14 days on");
	}

}
