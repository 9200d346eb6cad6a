package io.qnsp.kms.escrow.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an agent does for an escrow.
 */
public enum AgentRole {

	/** Holds a share. */
	@JsonProperty("primary")
	PRIMARY,
	/** Holds a share, to be asked when a primary agent can't be reached. */
	@JsonProperty("secondary")
	SECONDARY,
	/** Holds no share and must confirm each recovery. */
	@JsonProperty("witness")
	WITNESS;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code primary}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether such an agent holds a share.
	 * @return false for witnesses
	 */
	public boolean holdsShare() {
		return this != WITNESS;
	}

	/**
	 * The role of a name.
	 * @param wireName a name of the database
	 * @return the role
	 */
	public static AgentRole stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
