package io.qnsp.kms.escrow.deposit;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What has become of an escrow.
 */
public enum EscrowStatus {

	/** Its key can be recovered. */
	@JsonProperty("active")
	ACTIVE,
	/** Its key was recovered with the present shares; it can be once more. */
	@JsonProperty("recovered")
	RECOVERED,
	/** Its time is over: shares and ciphertext are destroyed. */
	@JsonProperty("expired")
	EXPIRED;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code active}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The status of a name.
	 * @param wireName a name of the database
	 * @return the status
	 */
	public static EscrowStatus stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
