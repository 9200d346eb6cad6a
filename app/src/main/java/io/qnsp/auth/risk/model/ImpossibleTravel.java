package io.qnsp.auth.risk.model;

import org.jspecify.annotations.Nullable;

/**
 * The factor {@value RiskFactor#IMPOSSIBLE_TRAVEL}: the speed the user needs from where
 * they were last seen. 0 up to 900 km/h and below 100 km, where GeoIP is too coarse to
 * say; above it 50, rising with the speed to 100 at 1800 km/h; half of that if the
 * network is familiar, as a jump to a network that the user often uses is mostly a VPN
 * switched on. No verdict without two positions. Evaluating an older attempt late gives a
 * negative time: the distance must be covered all the same.
 */
final class ImpossibleTravel {

	private ImpossibleTravel() {
	}

	static RiskFactor assess(LoginAttempt attempt, LoginFeatures features, UserHistory user,
			UserHistory.@Nullable LastSeen last) {
		GeoLocation.Position here = attempt.geo().position();
		if (here == null) {
			return none("No verdict: the position of this attempt is not known");
		}
		if (last == null) {
			return none("No verdict: no earlier position of this user is known");
		}
		double seconds = Times.seconds(last.at(), attempt.at());
		double kilometres = last.position().kilometresTo(here);
		double speed = kilometres / Math.max(RiskThresholds.TRAVEL_MIN_HOURS, Math.abs(seconds) / 3600);
		String facts = Math.round(kilometres) + " km in " + Times.words(seconds);
		if (kilometres < RiskThresholds.TRAVEL_MIN_KM) {
			return none("Near the last known position: " + facts);
		}
		if (speed <= RiskThresholds.TRAVEL_MAX_KMH) {
			return none("Possible travel: " + facts);
		}
		String reason = "Impossible travel: " + facts + ", " + Math.round(speed) + " km/h";
		if (user.count(Feature.NETWORK, features.network()) >= RiskThresholds.FAMILIAR_LOGINS) {
			return new RiskFactor(RiskFactor.IMPOSSIBLE_TRAVEL, score(speed) / 2,
					reason + "; halved, the user often signs in from this network (a VPN?)");
		}
		return new RiskFactor(RiskFactor.IMPOSSIBLE_TRAVEL, score(speed), reason);
	}

	private static double score(double speed) {
		double excess = (speed - RiskThresholds.TRAVEL_MAX_KMH)
				/ (RiskThresholds.TRAVEL_FULL_KMH - RiskThresholds.TRAVEL_MAX_KMH);
		return 50 + 50 * Math.min(1, excess);
	}

	private static RiskFactor none(String reason) {
		return RiskFactor.none(RiskFactor.IMPOSSIBLE_TRAVEL, reason);
	}

}
