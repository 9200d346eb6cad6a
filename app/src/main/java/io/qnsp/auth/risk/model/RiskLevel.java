package io.qnsp.auth.risk.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How risky, in ascending order. Bounds: {@link RiskThresholds}.
 */
public enum RiskLevel {

	@JsonProperty("low")
	LOW, @JsonProperty("medium")
	MEDIUM, @JsonProperty("high")
	HIGH, @JsonProperty("critical")
	CRITICAL;

	private final String wireName = name().toLowerCase(Locale.ROOT);

	/**
	 * The name in requests, answers, events and tables.
	 * @return the lower-case name
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * The level of a score.
	 * @param score 0..100
	 * @return its level
	 */
	public static RiskLevel of(double score) {
		if (score >= RiskThresholds.CRITICAL) {
			return CRITICAL;
		}
		if (score >= RiskThresholds.HIGH) {
			return HIGH;
		}
		return (score >= RiskThresholds.MEDIUM) ? MEDIUM : LOW;
	}

}
