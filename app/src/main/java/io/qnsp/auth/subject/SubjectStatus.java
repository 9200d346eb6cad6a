package io.qnsp.auth.subject;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether a user or service account may work.
 */
public enum SubjectStatus {

	/** Its credentials are accepted. */
	@JsonProperty("active")
	ACTIVE,
	/** Its credentials are refused until it is active again. */
	@JsonProperty("disabled")
	DISABLED;

	/**
	 * The name in JSON, events and the database.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Reads the wire name of a stored status.
	 * @param name {@code active} or {@code disabled}
	 * @return the status
	 * @throws IllegalArgumentException for any other name
	 */
	public static SubjectStatus stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
