package io.qnsp.auth.risk.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's own rule: under which conditions a login attempt is high risk, and what to
 * do then.
 *
 * @param id the policy's id
 * @param name its name, 1..{@value #MAX_NAME} characters
 * @param conditions when it applies
 * @param actions what it demands
 * @param enabled whether it is looked at
 */
public record RiskPolicy(UUID id, String name, Conditions conditions, Actions actions, boolean enabled) {

	/** Longest name. */
	public static final int MAX_NAME = 128;

	public RiskPolicy {
		BoundedText.require(nameProblem(name));
	}

	/**
	 * Says what is wrong with a name.
	 * @param name the name
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String nameProblem(String name) {
		return BoundedText.problem("name", name, 1, MAX_NAME);
	}

	/**
	 * The policy's restrictions. It applies when ANY of those that are set is violated:
	 * "Europe only, office hours only" must not let somebody in from elsewhere because it
	 * is noon. At least one must be set.
	 *
	 * @param riskScoreThreshold applies from this score of the model on, 0..100
	 * @param geoRestrictions sign-in is restricted TO these ISO 3166-1 alpha-2 countries;
	 * empty means no restriction. The reference does not say whether the list allows or
	 * blocks. Its sibling {@code timeRestrictions} lists what is allowed
	 * ({@code allowedHours}), and only an allow list is safe against the countries nobody
	 * thought of; so everything else, an unknown country included, violates it
	 * @param timeRestrictions hours in which sign-in is allowed, {@code null} for no
	 * restriction
	 */
	public record Conditions(@Nullable Double riskScoreThreshold, Set<String> geoRestrictions,
			@Nullable TimeRestriction timeRestrictions) {

		public Conditions {
			if (riskScoreThreshold != null) {
				BoundedText.require(thresholdProblem(riskScoreThreshold));
			}
			Set<String> countries = new TreeSet<>();
			for (String country : geoRestrictions) {
				BoundedText.require(GeoLocation.countryProblem("conditions.geoRestrictions", country));
				countries.add(country.toUpperCase(Locale.ROOT));
			}
			geoRestrictions = Set.copyOf(countries);
			if (riskScoreThreshold == null && geoRestrictions.isEmpty() && timeRestrictions == null) {
				throw new IllegalArgumentException(
						"conditions: none (expected: riskScoreThreshold, geoRestrictions or timeRestrictions)");
			}
		}

		/**
		 * Says what is wrong with a threshold.
		 * @param threshold the threshold
		 * @return the problem, or {@code null} if there is none
		 */
		public static @Nullable String thresholdProblem(double threshold) {
			return (threshold >= 0 && threshold <= 100) ? null
					: "conditions.riskScoreThreshold: " + threshold + " (expected: 0..100)";
		}

	}

	/**
	 * What the policy demands when it applies.
	 *
	 * @param onHighRisk to challenge or to deny
	 * @param challengeType how to challenge; MFA if {@code null}; ignored when denying
	 */
	public record Actions(Recommendation onHighRisk, @Nullable ChallengeType challengeType) {

		public Actions {
			if (onHighRisk == Recommendation.ALLOW) {
				throw new IllegalArgumentException("actions.onHighRisk: allow (expected: challenge or deny)");
			}
		}

	}

	/**
	 * Hours of the day in which sign-in is allowed, from the start of hour {@code start}
	 * until just before hour {@code end}, as a clock on the wall of the zone shows them
	 * (daylight saving included). {@code start > end} runs over midnight: 22 to 6.
	 *
	 * @param start first allowed hour, 0..23
	 * @param end first hour that is no longer allowed, 0..24, not equal to start; 0 to 24
	 * is the whole day, 22 to 0 and 22 to 24 are the same
	 * @param zone the zone
	 */
	public record TimeRestriction(int start, int end, ZoneId zone) {

		public TimeRestriction {
			BoundedText.require(hoursProblem(start, end));
		}

		/**
		 * Says what is wrong with hours.
		 * @param start first allowed hour
		 * @param end first hour that is no longer allowed
		 * @return the problem, or {@code null} if there is none
		 */
		public static @Nullable String hoursProblem(int start, int end) {
			if (start < 0 || start > 23) {
				return "conditions.timeRestrictions.allowedHours.start: " + start + " (expected: 0..23)";
			}
			if (end < 0 || end > 24) {
				return "conditions.timeRestrictions.allowedHours.end: " + end + " (expected: 0..24)";
			}
			return (start != end) ? null : "conditions.timeRestrictions.allowedHours.end: " + end
					+ " (expected: another hour than start; the whole day is 0 to 24)";
		}

		/**
		 * Says what is wrong with a zone.
		 * @param zone an IANA zone or an offset
		 * @return the problem, or {@code null} if {@link ZoneId#of(String)} accepts it
		 */
		public static @Nullable String zoneProblem(String zone) {
			String problem = BoundedText.problem("conditions.timeRestrictions.timezone", zone, 1, 64);
			if (problem != null) {
				return problem;
			}
			try {
				ZoneId.of(zone);
				return null;
			}
			catch (DateTimeException ex) {
				return "conditions.timeRestrictions.timezone: \"" + zone
						+ "\" (expected: an IANA time zone such as Europe/Paris)";
			}
		}

		/**
		 * Whether sign-in is allowed at a time.
		 * @param at the time
		 * @return whether it is
		 */
		public boolean allows(Instant at) {
			int hour = hourAt(at);
			return (this.start < this.end) ? hour >= this.start && hour < this.end
					: hour >= this.start || hour < this.end;
		}

		/**
		 * The hour of day in the zone.
		 * @param at the time
		 * @return 0..23
		 */
		public int hourAt(Instant at) {
			int offset = this.zone.getRules().getOffset(at).getTotalSeconds();
			return (int) (Math.floorMod(at.getEpochSecond() + offset, 86_400L) / 3600);
		}

	}

}
