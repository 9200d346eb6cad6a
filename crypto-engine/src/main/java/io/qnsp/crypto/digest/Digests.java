package io.qnsp.crypto.digest;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * Hashes and MACs on the calling thread.
 * <p>
 * <b>Security guarantees.</b> SHA-256 (FIPS 180-4) and SHA3-256 (FIPS 202) are collision
 * resistant at 128 bits, 85 against a quantum adversary; SHA3-256 is not open to length
 * extension, SHA-256 is: authenticate with {@link #hmacSha256}, never with a hash over
 * key and data. HMAC-SHA-256 (FIPS 198-1) is a pseudo-random function under a secret key
 * of 32 bytes. A hash hides nothing that can be guessed. Thread-safe, never blocks;
 * bounds on event-loop threads are listed in {@link InlineOperations}.
 */
public final class Digests {

	private static final Provider SUN = SecurityProviders.jdk("SUN");

	private static final Provider SUN_JCE = SecurityProviders.jdk("SunJCE");

	private static final SecretAccess MAC_KEY = SecretAccess.because("HMAC key for the JDK's Mac");

	private static final int SHORTEST_MAC_KEY = 16;

	private Digests() {
	}

	/**
	 * SHA-256 (FIPS 180-4).
	 * @param data what to hash, on an event loop at most
	 * {@value InlineOperations#SHA_256_BYTES} bytes
	 * @return 32 bytes
	 * @throws IllegalArgumentException above that bound on an event-loop thread
	 */
	public static byte[] sha256(byte[] data) {
		InlineOperations.requireWithinOnEventLoop("sha256", data.length, InlineOperations.SHA_256_BYTES);
		return digest("SHA-256", data);
	}

	/**
	 * SHA3-256 (FIPS 202).
	 * @param data what to hash, on an event loop at most
	 * {@value InlineOperations#SHA3_256_BYTES} bytes
	 * @return 32 bytes
	 * @throws IllegalArgumentException above that bound on an event-loop thread
	 */
	@SuppressWarnings("MemberName") // the standard's own name
	public static byte[] sha3_256(byte[] data) {
		InlineOperations.requireWithinOnEventLoop("sha3_256", data.length, InlineOperations.SHA3_256_BYTES);
		return digest("SHA3-256", data);
	}

	/**
	 * HMAC-SHA-256 (FIPS 198-1, RFC 2104).
	 * @param key at least 16 bytes; 32 recommended
	 * @param data what to authenticate, on an event loop at most
	 * {@value InlineOperations#SHA_256_BYTES} bytes
	 * @return 32 bytes; compare them with {@link #constantTimeEquals}
	 * @throws IllegalArgumentException for a shorter key, or above that bound on an
	 * event-loop thread
	 */
	public static byte[] hmacSha256(SecretBytes key, byte[] data) {
		InlineOperations.requireWithinOnEventLoop("hmacSha256", data.length, InlineOperations.SHA_256_BYTES);
		if (key.length() < SHORTEST_MAC_KEY) {
			throw new IllegalArgumentException(
					"HMAC key: " + key.length() + " bytes (expected: at least " + SHORTEST_MAC_KEY + ")");
		}
		return mac(key.asKey(MAC_KEY, "HmacSHA256"), data);
	}

	/**
	 * Compares a tag, token or digest in a time that depends on the lengths alone.
	 * @param expected what it should be
	 * @param actual what came in
	 * @return true if both have the same content
	 */
	public static boolean constantTimeEquals(byte[] expected, byte[] actual) {
		return MessageDigest.isEqual(expected, actual);
	}

	private static byte[] digest(String algorithm, byte[] data) {
		try {
			return MessageDigest.getInstance(algorithm, SUN).digest(data);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(algorithm + ": not offered by this JDK (expected: provider SUN)", ex);
		}
	}

	private static byte[] mac(SecretKey key, byte[] data) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256", SUN_JCE);
			mac.init(key);
			return mac.doFinal(data);
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException("HmacSHA256: not usable on this JDK (expected: provider SunJCE)", ex);
		}
	}

}
