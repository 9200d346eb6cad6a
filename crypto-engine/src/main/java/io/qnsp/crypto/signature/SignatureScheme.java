package io.qnsp.crypto.signature;

import io.qnsp.crypto.secret.SecretBytes;

/**
 * One provider's implementation of one signature algorithm, on the calling thread.
 */
interface SignatureScheme {

	/**
	 * Prepares a private key for signing.
	 * @param secret the raw private key; copied as far as it is kept
	 * @return the signer; the caller closes it
	 */
	Signer signer(SecretBytes secret);

	/**
	 * Decodes a public key.
	 * @param publicKey the raw public key; not kept
	 * @return what verifies with it
	 * @throws IllegalArgumentException for a key that is not one
	 */
	Verifier verifier(byte[] publicKey);

	/**
	 * Decodes and verifies.
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	default boolean verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context) {
		Verifier verifier;
		try {
			verifier = verifier(publicKey);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
		return verifier.verify(message, signature, context);
	}

	/** Whether signatures can be bound to a context. */
	boolean takesContext();

}
