package io.qnsp.kms.byohsm.key;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a key may do.
 */
public enum KeyPurpose {

	/** Wrap. */
	@JsonProperty("encrypt")
	ENCRYPT,
	/** Unwrap. */
	@JsonProperty("decrypt")
	DECRYPT,
	/** Sign. */
	@JsonProperty("sign")
	SIGN,
	/** Verify. */
	@JsonProperty("verify")
	VERIFY;

	/**
	 * The name in JSON and in the database.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The constant of a stored name.
	 * @param wireName the name
	 * @return the constant
	 */
	static KeyPurpose stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
