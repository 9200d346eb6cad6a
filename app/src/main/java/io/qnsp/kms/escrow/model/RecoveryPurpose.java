package io.qnsp.kms.escrow.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a recovery is for.
 */
public enum RecoveryPurpose {

	/** The key is handed out. */
	@JsonProperty("recover")
	RECOVER,
	/** New shares are made, of a key that the KMS no longer has. */
	@JsonProperty("refresh")
	REFRESH;

	/**
	 * The name in JSON and in the database.
	 * @return {@code recover} or {@code refresh}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The purpose of a name.
	 * @param wireName a name of the database
	 * @return the purpose
	 */
	public static RecoveryPurpose stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
