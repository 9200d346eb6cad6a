package io.qnsp.kms.keys;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How an HSM protects a key.
 */
public enum HsmProtection {

	/** Made inside the HSM and never outside of it; every use of it is a call of it. */
	@JsonProperty("hsm_native")
	HSM_NATIVE,
	/**
	 * Made here and wrapped by a key inside the HSM that never leaves it: for each use
	 * the HSM unwraps it, and it is in this process's memory for that moment.
	 */
	@JsonProperty("hsm_wrapped")
	HSM_WRAPPED;

	/**
	 * The name in JSON and in the database.
	 * @return {@code hsm_native} or {@code hsm_wrapped}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The protection of a name of the database.
	 * @param wireName the name
	 * @return the protection
	 */
	public static HsmProtection stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
