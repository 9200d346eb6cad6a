package io.qnsp.crypto.jca;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * Fixed keys for the self test at start-up. They protect nothing.
 */
public final class KnownKeys {

	private static final Properties KEYS = load();

	private KnownKeys() {
	}

	/**
	 * The fixed key pair of an algorithm.
	 * @param algorithm one of those in {@code known-keys.properties}
	 * @return the pair; the caller closes it
	 */
	public static RawKeyPair of(Algorithm algorithm) {
		return new RawKeyPair(SecretBytes.takeOver(required(algorithm.id() + ".secret")), publicKey(algorithm));
	}

	/**
	 * The public key alone.
	 * @param algorithm one of those in the file
	 * @return the raw public key
	 */
	public static byte[] publicKey(Algorithm algorithm) {
		return required(algorithm.id() + ".public");
	}

	/**
	 * A signature of the known message, where making one takes too long at start-up.
	 * @param algorithm any
	 * @return the signature, if the file has one
	 */
	public static Optional<byte[]> signature(Algorithm algorithm) {
		return value(algorithm.id() + ".signature");
	}

	private static byte[] required(String name) {
		return value(name)
			.orElseThrow(() -> new IllegalStateException(name + ": missing (expected: in known-keys.properties)"));
	}

	private static Optional<byte[]> value(String name) {
		return Optional.ofNullable(KEYS.getProperty(name)).map(Base64.getDecoder()::decode);
	}

	private static Properties load() {
		Properties keys = new Properties();
		try (InputStream file = KnownKeys.class.getResourceAsStream("known-keys.properties")) {
			if (file == null) {
				throw new IllegalStateException("known-keys.properties: missing (expected: beside the class)");
			}
			keys.load(file);
			return keys;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
