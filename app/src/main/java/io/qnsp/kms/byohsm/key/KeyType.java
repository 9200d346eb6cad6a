package io.qnsp.kms.byohsm.key;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Kinds of keys.
 */
public enum KeyType {

	/** Secret keys, for wrapping. */
	@JsonProperty("aes")
	AES,
	/** For signatures and wrapping. */
	@JsonProperty("rsa")
	RSA,
	/** For signatures on elliptic curves. */
	@JsonProperty("ec")
	EC,
	/** Post-quantum, for signatures or wrapping. */
	@JsonProperty("pqc")
	PQC;

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
	static KeyType stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
