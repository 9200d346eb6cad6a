package io.qnsp.auth.risk.model;

import java.util.Map;

/**
 * The factor {@value RiskFactor#LOGIN_PATTERN}: the likelihood ratio on a log scale, 0 at
 * a ratio of 1 or less, 100 at 16 or more, 25 points for every doubling between.
 */
final class LoginPattern {

	private static final double LOG_RANGE = Math
		.log(RiskThresholds.RATIO_OF_SCORE_HUNDRED / RiskThresholds.RATIO_OF_SCORE_ZERO);

	private LoginPattern() {
	}

	static RiskFactor assess(LoginFeatures features, UserHistory user, TenantHistory tenant) {
		return new RiskFactor(RiskFactor.LOGIN_PATTERN, score(LikelihoodRatio.of(features, user, tenant)),
				reason(features, user));
	}

	static double score(double ratio) {
		return Math.clamp(100 * Math.log(ratio / RiskThresholds.RATIO_OF_SCORE_ZERO) / LOG_RANGE, 0, 100);
	}

	static String reason(LoginFeatures features, UserHistory user) {
		return address(features, user) + "; " + agent(features, user);
	}

	private static String address(LoginFeatures features, UserHistory user) {
		if (user.count(Feature.IP, features.ip()) > 0) {
			return "Known address";
		}
		if (user.count(Feature.NETWORK, features.network()) > 0) {
			return "New address in a known network";
		}
		boolean hasCountry = !features.country().equals(LoginFeatures.UNKNOWN_COUNTRY);
		boolean newCountry = hasCountry && user.count(Feature.COUNTRY, features.country()) == 0;
		return "First sign-in from " + (newCountry ? features.country() : "this network") + usualCountry(user);
	}

	private static String usualCountry(UserHistory user) {
		String usual = "";
		long most = 0;
		for (Map.Entry<String, Long> country : user.counts().getOrDefault(Feature.COUNTRY, Map.of()).entrySet()) {
			long count = country.getValue();
			boolean first = count > most || (count == most && country.getKey().compareTo(usual) < 0);
			if (first && !country.getKey().equals(LoginFeatures.UNKNOWN_COUNTRY)) {
				usual = country.getKey();
				most = count;
			}
		}
		if (most == 0) {
			return "";
		}
		return "; " + Math.min(most, user.logins()) + " of " + user.logins() + " earlier sign-ins came from " + usual;
	}

	private static String agent(LoginFeatures features, UserHistory user) {
		if (user.count(Feature.USER_AGENT, features.userAgent()) > 0) {
			return "known browser";
		}
		boolean knownSystem = user.count(Feature.OS, features.os()) > 0;
		if (user.count(Feature.BROWSER, features.browser()) > 0 && knownSystem) {
			return "a variant of a known browser";
		}
		return "first sign-in with " + features.browser() + " on " + features.os()
				+ (knownSystem ? ", a known system" : "");
	}

}
