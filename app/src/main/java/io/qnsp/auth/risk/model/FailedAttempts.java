package io.qnsp.auth.risk.model;

/**
 * The factor {@value RiskFactor#FAILED_ATTEMPTS}: 100 (1 − 2^(−n/3)), so 50 at three. n
 * is the larger of the caller's count and our own, not the sum: both saw the same
 * failures.
 */
final class FailedAttempts {

	private FailedAttempts() {
	}

	static RiskFactor assess(LoginAttempt attempt, UserHistory user) {
		long failed = Math.max(attempt.failedAttempts(), user.recentFailedAttempts());
		if (failed == 0) {
			return RiskFactor.none(RiskFactor.FAILED_ATTEMPTS, "No recent failed attempts");
		}
		double score = 100 * (1 - Math.pow(2, -failed / RiskThresholds.FAILED_ATTEMPTS_HALF));
		return new RiskFactor(RiskFactor.FAILED_ATTEMPTS, score,
				failed + (failed == 1 ? " failed attempt" : " failed attempts") + " before this one");
	}

}
