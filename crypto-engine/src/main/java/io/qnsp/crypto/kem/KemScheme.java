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
	 * Makes a secret that only the private key's holder can recover.
	 * @param publicKey the raw public key
	 * @return the secret and what to send
	 * @throws IllegalArgumentException for a key that is not one
	 */
	Encapsulation encapsulate(byte[] publicKey, SecureRandom random);

}
