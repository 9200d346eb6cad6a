package io.qnsp.auth.risk.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A threat signal reported about a user.
 *
 * @param type what was seen
 * @param severity how bad
 * @param at when it was recorded
 */
public record ThreatSignal(Type type, Severity severity, Instant at) {

	/** What was seen. Every type weighs the same: the severity says how bad it is. */
	public enum Type {

		@JsonProperty("suspicious_login")
		SUSPICIOUS_LOGIN, @JsonProperty("credential_stuffing")
		CREDENTIAL_STUFFING, @JsonProperty("brute_force")
		BRUTE_FORCE, @JsonProperty("impossible_travel")
		IMPOSSIBLE_TRAVEL, @JsonProperty("new_device")
		NEW_DEVICE;

		private final String wireName = name().toLowerCase(Locale.ROOT);

		/**
		 * The name in requests, answers, events and tables.
		 * @return the lower-case name
		 */
		public String wireName() {
			return this.wireName;
		}

		private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

		/**
		 * The type for people.
		 * @return e.g. "brute force"
		 */
		public String label() {
			return this.label;
		}

	}

	/**
	 * How bad, in ascending order: the score of a fresh signal, and the time in which it
	 * halves. Worse signals both weigh more and are remembered longer, because a stolen
	 * password stays stolen while a clumsy login is yesterday's news.
	 */
	public enum Severity {

		@JsonProperty("low")
		LOW(10, Duration.ofHours(6)), @JsonProperty("medium")
		MEDIUM(30, Duration.ofHours(24)), @JsonProperty("high")
		HIGH(60, Duration.ofDays(3)), @JsonProperty("critical")
		CRITICAL(90, Duration.ofDays(7));

		private final double freshScore;

		private final double halfLifeSeconds;

		private final String label = name().toLowerCase(Locale.ROOT);

		Severity(double freshScore, Duration halfLife) {
			this.freshScore = freshScore;
			this.halfLifeSeconds = halfLife.toSeconds();
		}

		/**
		 * The score that is left of a signal: fresh score * 2^(-age / half-life).
		 * @param ageSeconds age in seconds, a negative age (clock skew) counts as 0
		 * @return 0..90
		 */
		public double score(double ageSeconds) {
			return this.freshScore * Math.pow(2, -Math.max(0, ageSeconds) / this.halfLifeSeconds);
		}

		/**
		 * The severity for people.
		 * @return e.g. "high"
		 */
		public String label() {
			return this.label;
		}

		/**
		 * The name in requests, answers, events and tables.
		 * @return the lower-case name
		 */
		public String wireName() {
			return this.label;
		}

	}

}
