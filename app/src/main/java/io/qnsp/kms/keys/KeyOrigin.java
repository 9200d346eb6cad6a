package io.qnsp.kms.keys;

import java.util.Locale;

/**
 * Where a key was made.
 */
public enum KeyOrigin {

	/** Here. */
	GENERATED,
	/** Elsewhere. */
	IMPORTED,
	/** Elsewhere, and only its public part is here: it verifies and can't be renewed. */
	PUBLIC;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code generated}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The origin of a name.
	 * @param wireName a name of the database
	 * @return the origin
	 */
	public static KeyOrigin stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
