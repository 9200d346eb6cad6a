package io.qnsp.crypto.catalogue;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a key is for. A key has one purpose for all its life (SP 800-57 part 1, section
 * 5.2).
 */
public enum Purpose {

	/** Digital signatures. */
	SIGNING("signing"),

	/** Encrypting data. */
	ENCRYPTION("encryption"),

	/** Agreeing on a shared secret by encapsulation. */
	KEM("kem"),

	/** Wrapping other keys. */
	WRAPPING("wrapping"),

	/** Message authentication codes. */
	MAC("mac");

	private final String wireName;

	Purpose(String wireName) {
		this.wireName = wireName;
	}

	/**
	 * The name in requests and answers.
	 * @return for example {@code signing}
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * The purpose of a name.
	 * @param wireName a name
	 * @return the purpose, or empty when there is none of that name
	 */
	public static Optional<Purpose> named(String wireName) {
		return Arrays.stream(values()).filter((purpose) -> purpose.wireName.equals(wireName)).findFirst();
	}

}
