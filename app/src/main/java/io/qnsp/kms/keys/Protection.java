package io.qnsp.kms.keys;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a key's material lives.
 */
public enum Protection {

	/** Sealed in the database, used in this process. */
	@JsonProperty("software")
	SOFTWARE,
	/** In a hardware security module. */
	@JsonProperty("hsm")
	HSM;

	/**
	 * The name in JSON and in the database.
	 * @return {@code software} or {@code hsm}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
