package io.qnsp.crypto.kem;

import java.security.SecureRandom;

import io.qnsp.crypto.secret.SecretBytes;

/**
 * One provider's implementation of one KEM, on the calling thread.
 */
interface KemScheme {

	/**
	 * Prepares a private key.
	 * @param secret the raw private key; copied as far as it is kept
	 * @return the decapsulator; the caller closes it
	 */
	Decapsulator decapsulator(SecretBytes secret);

	/**
	 * Decodes a public key.
	 * @param publicKey the raw public key, of the right length; not kept
	 * @param random where secrets come from
	 * @return what encapsulates to it
	 * @throws IllegalArgumentException for a key that is not one
	 */
	Encapsulator encapsulator(byte[] publicKey, SecureRandom random);

	/**
	 * Decodes and encapsulates.
	 * @return the secret and what to send
	 * @throws IllegalArgumentException for a key that is not one
	 */
	default Encapsulation encapsulate(byte[] publicKey, SecureRandom random) {
		return encapsulator(publicKey, random).encapsulate();
	}

}
