package io.qnsp.kms.escrow.model;

import java.time.Duration;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much a recovery hurries, and so how long its request stays open.
 */
public enum Urgency {

	/** Seven days. */
	@JsonProperty("normal")
	NORMAL(Duration.ofDays(7)),
	/** A day. */
	@JsonProperty("urgent")
	URGENT(Duration.ofDays(1)),
	/** Four hours. */
	@JsonProperty("emergency")
	EMERGENCY(Duration.ofHours(4));

	private final Duration open;

	Urgency(Duration open) {
		this.open = open;
	}

	/**
	 * How long a request stays open.
	 * @return hours to days
	 */
	public Duration open() {
		return this.open;
	}

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code normal}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The urgency of a name.
	 * @param wireName a name of the database
	 * @return the urgency
	 */
	public static Urgency stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
