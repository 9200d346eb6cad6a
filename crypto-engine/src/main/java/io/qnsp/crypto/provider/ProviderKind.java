package io.qnsp.crypto.provider;

import java.util.Locale;

/**
 * Who implements an algorithm.
 */
public enum ProviderKind {

	/** The JDK's own providers. */
	JDK,

	/** BoringSSL through Conscrypt. Missing where its native library does not load. */
	NATIVE,

	/** Bouncy Castle: everything, in Java. */
	BOUNCY_CASTLE;

	/**
	 * The name in configuration, health and metrics.
	 * @return for example {@code bouncy-castle}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The provider of a name.
	 * @param name its {@link #wireName}
	 * @return the provider
	 * @throws IllegalArgumentException for any other name
	 */
	public static ProviderKind named(String name) {
		for (ProviderKind kind : values()) {
			if (kind.wireName().equals(name)) {
				return kind;
			}
		}
		throw new IllegalArgumentException(
				"crypto provider: \"" + name + "\" (expected: jdk, native or bouncy-castle)");
	}

}
