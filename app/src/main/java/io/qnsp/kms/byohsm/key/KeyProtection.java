package io.qnsp.kms.byohsm.key;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a key is in use.
 */
public enum KeyProtection {

	/** In the HSM alone. */
	@JsonProperty("hsm_native")
	HSM_NATIVE,
	/**
	 * In this server's memory for the moment of its use; stored wrapped by a key that
	 * never leaves the HSM.
	 */
	@JsonProperty("hsm_wrapped")
	HSM_WRAPPED;

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
	static KeyProtection stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
