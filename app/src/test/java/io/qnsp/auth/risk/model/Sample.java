package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Attempts and histories to start from; tests change what they are about.
 */
final class Sample {

	/** A Tuesday, 14:30 UTC. */
	static final Instant NOW = Instant.parse("2026-11-24T14:30:00Z");

	static final String FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

	static final String SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Version/17.4 Safari/605.1.15";

	static final GeoLocation.Position PARIS = new GeoLocation.Position(48.8566, 2.3522);

	static final GeoLocation.Position NEW_YORK = new GeoLocation.Position(40.7128, -74.0060);

	private Sample() {
	}

	/** At home: known address, known browser, known device, no failures. */
	static Attempt home() {
		return new Attempt();
	}

	/** Everything is new: address, network, country, user agent and device. */
	static Attempt attacker() {
		Attempt attempt = new Attempt();
		attempt.ip = "198.51.100.7";
		attempt.country = "BR";
		attempt.userAgent = "python-requests/2.32.3";
		attempt.fingerprint = "attacker";
		return attempt;
	}

	/** 42 logins, 41 from home in FR and one from a hotel in DE, all in office hours. */
	static History learned() {
		History history = new History();
		history.logins = 42;
		history.firstLoginAt = NOW.minusSeconds(90 * 86_400L);
		history.fill(home().build(), 41);
		history.counts.get(Feature.COUNTRY).put("DE", 1L);
		history.fingerprints = Set.of("laptop");
		for (int hour = 7; hour < 17; hour++) {
			history.hours.set(hour, 4L);
		}
		history.hours.set(14, 6L);
		return history;
	}

	/** A tenant of 20 users with 1000 logins in which the attempt's values are rare. */
	static TenantHistory tenant() {
		return tenant(1000, 20, 42, 60, 600, 50, 200, 400, 700);
	}

	static TenantHistory tenant(long logins, long users, long... counts) {
		Map<Feature, Long> values = new EnumMap<>(Feature.class);
		for (Feature feature : Feature.values()) {
			values.put(feature, counts[feature.ordinal()]);
		}
		return new TenantHistory(logins, users, values, Map.of(Feature.IP, 300L, Feature.NETWORK, 90L, Feature.COUNTRY,
				9L, Feature.USER_AGENT, 120L, Feature.BROWSER, 30L, Feature.OS, 12L, Feature.DEVICE, 4L));
	}

	/** The same tenant when it never saw the attempt's values. */
	static TenantHistory strangeTenant() {
		return tenant(1000, 20, 0, 0, 0, 0, 0, 0, 0);
	}

	static RiskFactor factor(RiskAssessment assessment, String name) {
		return assessment.factors().stream().filter((factor) -> factor.name().equals(name)).findFirst().orElseThrow();
	}

	static final class Attempt {

		String ip = "203.0.113.5";

		@Nullable String country = "FR";

		GeoLocation.@Nullable Position position;

		String userAgent = FIREFOX;

		@Nullable String fingerprint = "laptop";

		int failed;

		Instant at = NOW;

		LoginAttempt build() {
			return new LoginAttempt("user-1", IpAddress.of(this.ip), this.userAgent,
					new GeoLocation(this.country, null, this.position), this.fingerprint, null, this.failed, this.at);
		}

	}

	static final class History {

		long logins;

		@Nullable Instant firstLoginAt;

		UserHistory.@Nullable LastSeen lastSeen;

		final Map<Feature, Map<String, Long>> counts = new EnumMap<>(Feature.class);

		Set<String> fingerprints = Set.of();

		final List<Long> hours = new ArrayList<>(Collections.nCopies(24, 0L));

		long failed;

		List<ThreatSignal> signals = List.of();

		History() {
			for (Feature feature : Feature.values()) {
				this.counts.put(feature, new HashMap<>());
			}
		}

		History fill(LoginAttempt attempt, long count) {
			LoginFeatures features = LoginFeatures.of(attempt);
			for (Feature feature : Feature.values()) {
				this.counts.get(feature).put(features.value(feature), count);
			}
			return this;
		}

		UserHistory build() {
			return new UserHistory(this.logins, this.firstLoginAt, this.lastSeen, this.counts, this.fingerprints,
					this.hours, this.failed, this.signals);
		}

	}

}
