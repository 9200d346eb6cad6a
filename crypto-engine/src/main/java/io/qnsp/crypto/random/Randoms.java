package io.qnsp.crypto.random;

import java.nio.charset.StandardCharsets;
import java.security.DrbgParameters;
import java.security.DrbgParameters.Capability;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * Random bytes from one Hash_DRBG (SP 800-90A) of the JDK, seeded from the operating
 * system when it is created.
 * <p>
 * <b>Security guarantees.</b> Instantiated at a strength of 256 bits;
 * backtracking-resistant by construction, without prediction resistance: after the first
 * draw it never reads the operating system's source again, so it does not block an event
 * loop. Safe for use by several threads; draws are serialised for about a microsecond
 * each.
 */
public final class Randoms {

	private final SecureRandom drbg;

	private Randoms(SecureRandom drbg) {
		this.drbg = drbg;
	}

	/**
	 * Seeds a generator. Reads the operating system's source, so it may block: call it at
	 * start-up, on a thread that may.
	 * @return the generator, ready to draw
	 */
	public static Randoms seeded() {
		try {
			SecureRandom drbg = SecureRandom.getInstance("DRBG", DrbgParameters.instantiation(256, Capability.NONE,
					"qnsp crypto engine".getBytes(StandardCharsets.UTF_8)));
			// the JDK seeds on the first draw, not on creation
			drbg.nextBytes(new byte[32]);
			return new Randoms(new DrbgRandom(drbg));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("DRBG: not offered by this JDK (expected: provider SUN)", ex);
		}
	}

	/**
	 * Draws public randomness: nonces, identifiers.
	 * @param length how many bytes, 0..{@value InlineOperations#RANDOM_BYTES}
	 * @return the bytes
	 * @throws IllegalArgumentException outside that range
	 */
	public byte[] bytes(int length) {
		if (length < 0) {
			throw new IllegalArgumentException(
					"length: " + length + " (expected: 0.." + InlineOperations.RANDOM_BYTES + ")");
		}
		InlineOperations.requireWithin("random", length, InlineOperations.RANDOM_BYTES);
		byte[] bytes = new byte[length];
		this.drbg.nextBytes(bytes);
		return bytes;
	}

	/**
	 * Draws a secret: keys, seeds, credentials.
	 * @param length how many bytes, 0..{@value InlineOperations#RANDOM_BYTES}
	 * @return the secret; the caller closes it
	 * @throws IllegalArgumentException outside that range
	 */
	public SecretBytes secret(int length) {
		return SecretBytes.takeOver(bytes(length));
	}

	/**
	 * The generator itself, for libraries that take one. Never re-seed it.
	 * @return the DRBG behind this object
	 */
	public SecureRandom asSecureRandom() {
		return this.drbg;
	}

}
