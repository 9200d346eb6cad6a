package io.qnsp.kms.keys;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import io.qnsp.crypto.catalogue.Purpose;

/**
 * What can be done with a key.
 */
public enum KeyOperation {

	/** Makes a signature or a MAC. */
	SIGN("sign", true, Category.SIGN, Purpose.SIGNING, Purpose.MAC),
	/** Verifies one. */
	VERIFY("verify", false, Category.VERIFY, Purpose.SIGNING, Purpose.MAC),
	/** Encrypts data. */
	ENCRYPT("encrypt", true, Category.ENCRYPT, Purpose.ENCRYPTION),
	/** Decrypts data. */
	DECRYPT("decrypt", false, Category.DECRYPT, Purpose.ENCRYPTION),
	/** Wraps another key. */
	WRAP("wrap", true, Category.ENCRYPT, Purpose.WRAPPING),
	/** Unwraps one. */
	UNWRAP("unwrap", false, Category.DECRYPT, Purpose.WRAPPING),
	/** Makes a shared secret. */
	ENCAPSULATE("encapsulate", true, Category.ENCRYPT, Purpose.KEM),
	/** Recovers one. */
	DECAPSULATE("decapsulate", false, Category.DECRYPT, Purpose.KEM),
	/** Opens what an earlier version protects and protects it by the current one. */
	REENCRYPT("reencrypt", true, Category.ENCRYPT, Purpose.ENCRYPTION, Purpose.WRAPPING);

	private final String wireName;

	private final boolean protects;

	private final Category category;

	@SuppressWarnings("ImmutableEnumChecker") // Set.of
	private final Set<Purpose> purposes;

	KeyOperation(String wireName, boolean protects, Category category, Purpose... purposes) {
		this.wireName = wireName;
		this.protects = protects;
		this.category = category;
		this.purposes = Set.of(purposes);
	}

	/**
	 * The name in events and answers.
	 * @return such as {@code sign}
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Whether it protects something new, which only an active key may.
	 * @return false for what only processes what is protected already
	 */
	public boolean protects() {
		return this.protects;
	}

	/**
	 * Whether the public part of an asymmetric key is enough for it.
	 * @return true for what anybody can do who has the public key
	 */
	public boolean isPublic() {
		return this == VERIFY || this == ENCRYPT || this == WRAP || this == ENCAPSULATE;
	}

	/**
	 * What analytics count it as.
	 * @return one of the reference's four
	 */
	public Category category() {
		return this.category;
	}

	/**
	 * The purposes of the keys that can do it.
	 * @return at least one
	 */
	public Set<Purpose> purposes() {
		return this.purposes;
	}

	/**
	 * The operation of a name.
	 * @param wireName a name
	 * @return the operation, or empty
	 */
	public static Optional<KeyOperation> named(String wireName) {
		return Arrays.stream(values()).filter((operation) -> operation.wireName.equals(wireName)).findFirst();
	}

	/**
	 * The four operations that the API reference tells apart.
	 */
	public enum Category {

		/** Encryption, wrapping, encapsulation. */
		ENCRYPT,
		/** Decryption, unwrapping, decapsulation. */
		DECRYPT,
		/** Signatures and MACs made. */
		SIGN,
		/** Signatures and MACs verified. */
		VERIFY

	}

}
