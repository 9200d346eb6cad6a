package io.qnsp.kms.analytics.rule;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much an alert matters.
 */
public enum AlertSeverity {

	/** To be looked at some day. */
	@JsonProperty("low")
	LOW,
	/** To be looked at soon. */
	@JsonProperty("medium")
	MEDIUM,
	/** To be looked at today. */
	@JsonProperty("high")
	HIGH,
	/** To be looked at now. */
	@JsonProperty("critical")
	CRITICAL;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code low}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The severity of a stored name.
	 * @param wireName the name
	 * @return the severity
	 */
	public static AlertSeverity stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
