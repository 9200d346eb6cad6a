package io.qnsp.auth.risk.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What to do with the attempt, in ascending strictness.
 */
public enum Recommendation {

	@JsonProperty("allow")
	ALLOW, @JsonProperty("challenge")
	CHALLENGE, @JsonProperty("deny")
	DENY;

	private final String wireName = name().toLowerCase(Locale.ROOT);

	/**
	 * The name in requests, answers, events and tables.
	 * @return the lower-case name
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * What the model recommends at a level: low is allowed, medium and high are
	 * challenged, critical is denied.
	 * @param level the level
	 * @return the recommendation
	 */
	public static Recommendation of(RiskLevel level) {
		return switch (level) {
			case LOW -> ALLOW;
			case MEDIUM, HIGH -> CHALLENGE;
			case CRITICAL -> DENY;
		};
	}

	/**
	 * The stricter of two.
	 * @param other the other recommendation
	 * @return this or other
	 */
	public Recommendation strictest(Recommendation other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
