package io.qnsp.kms.agility.usage;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyOperation;

/**
 * What an algorithm is used for. MACs are keyed hashes, so they count as hash.
 */
public enum UsageCategory {

	/** Encryption of data and wrapping of keys. */
	@JsonProperty("encryption")
	ENCRYPTION,
	/** Signatures. */
	@JsonProperty("signing")
	SIGNING,
	/** Key agreement and encapsulation. */
	@JsonProperty("key_exchange")
	KEY_EXCHANGE,
	/** Message authentication codes. */
	@JsonProperty("hash")
	HASH;

	/**
	 * The category of keys.
	 * @param purpose what they are for
	 * @return its category
	 */
	static UsageCategory of(Purpose purpose) {
		return switch (purpose) {
			case SIGNING -> SIGNING;
			case ENCRYPTION, WRAPPING -> ENCRYPTION;
			case KEM -> KEY_EXCHANGE;
			case MAC -> HASH;
		};
	}

	/**
	 * The category of a use.
	 * @param operation what was done
	 * @param mac whether it was done with a MAC key, which signs and verifies as well
	 * @return its category
	 */
	static UsageCategory of(KeyOperation operation, boolean mac) {
		return switch (operation) {
			case SIGN, VERIFY -> mac ? HASH : SIGNING;
			case ENCRYPT, DECRYPT, WRAP, UNWRAP, REENCRYPT -> ENCRYPTION;
			case ENCAPSULATE, DECAPSULATE -> KEY_EXCHANGE;
		};
	}

	static UsageCategory stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
