package io.qnsp.auth.risk;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A threat signal reported about a user.
 *
 * @param type what was seen
 * @param severity how bad
 * @param at when it was recorded
 */
record ThreatSignal(Type type, Severity severity, Instant at) {

	/** What was seen. Every type weighs the same: the severity says how bad it is. */
	enum Type {

		SUSPICIOUS_LOGIN, CREDENTIAL_STUFFING, BRUTE_FORCE, IMPOSSIBLE_TRAVEL, NEW_DEVICE;

		private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

		/**
		 * The type for people.
		 * @return e.g. "brute force"
		 */
		String label() {
			return this.label;
		}

	}

	/**
	 * How bad, in ascending order: the score of a fresh signal, and the time in which it
	 * halves. Worse signals both weigh more and are remembered longer, because a stolen
	 * password stays stolen while a clumsy login is yesterday's news.
	 */
	enum Severity {

		LOW(10, Duration.ofHours(6)), MEDIUM(30, Duration.ofHours(24)), HIGH(60, Duration.ofDays(3)),
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
		double score(double ageSeconds) {
			return this.freshScore * Math.pow(2, -Math.max(0, ageSeconds) / this.halfLifeSeconds);
		}

		/**
		 * The severity for people.
		 * @return e.g. "high"
		 */
		String label() {
			return this.label;
		}

	}

}
