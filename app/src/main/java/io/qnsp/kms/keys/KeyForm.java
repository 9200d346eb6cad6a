package io.qnsp.kms.keys;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the bytes of a private or secret key are written outside of the KMS.
 */
public enum KeyForm {

	/** PKCS#8 DER (RFC 5958). */
	@JsonProperty("pkcs8")
	PKCS8,
	/**
	 * The bytes alone: those of a symmetric key, and the standard's own encoding where an
	 * algorithm has no object identifier.
	 */
	@JsonProperty("raw")
	RAW;

	/**
	 * The name in JSON and in the database.
	 * @return {@code pkcs8} or {@code raw}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The form of a name.
	 * @param wireName a name of the database
	 * @return the form
	 */
	public static KeyForm stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
