package io.qnsp.kms.escrow.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a recovery is.
 */
public enum RecoveryStatus {

	/** Too few shares are there. */
	@JsonProperty("pending_shares")
	PENDING_SHARES,
	/** The shares are there; approvals are missing. */
	@JsonProperty("ready_for_approval")
	READY_FOR_APPROVAL,
	/** It can be executed. */
	@JsonProperty("approved")
	APPROVED,
	/** It was. */
	@JsonProperty("executed")
	EXECUTED,
	/** Somebody said no. */
	@JsonProperty("denied")
	DENIED,
	/** It took too long. */
	@JsonProperty("expired")
	EXPIRED,
	/** The escrow got new shares, or has ended. */
	@JsonProperty("superseded")
	SUPERSEDED;

	/**
	 * Whether it can still go on.
	 * @return false for the four ends
	 */
	public boolean isOpen() {
		return this == PENDING_SHARES || this == READY_FOR_APPROVAL || this == APPROVED;
	}

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code pending_shares}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The status of a name.
	 * @param wireName a name of the database
	 * @return the status
	 */
	public static RecoveryStatus stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
