package io.qnsp.kms.analytics.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.kms.keys.KeyOperation;

/**
 * The four operations that analytics tell apart.
 */
public enum UsageOperation {

	/** Encryption, wrapping, encapsulation. */
	@JsonProperty("encrypt")
	ENCRYPT,
	/** Decryption, unwrapping, decapsulation. */
	@JsonProperty("decrypt")
	DECRYPT,
	/** Signatures and MACs made. */
	@JsonProperty("sign")
	SIGN,
	/** Signatures and MACs verified. */
	@JsonProperty("verify")
	VERIFY;

	/**
	 * The name in JSON, events and the database.
	 * @return such as {@code encrypt}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static UsageOperation of(KeyOperation.Category category) {
		return switch (category) {
			case ENCRYPT -> ENCRYPT;
			case DECRYPT -> DECRYPT;
			case SIGN -> SIGN;
			case VERIFY -> VERIFY;
		};
	}

	/**
	 * The operation of a name.
	 * @param wireName a name
	 * @return the operation, or empty
	 */
	public static Optional<UsageOperation> named(String wireName) {
		return Arrays.stream(values()).filter((operation) -> operation.wireName().equals(wireName)).findFirst();
	}

}
