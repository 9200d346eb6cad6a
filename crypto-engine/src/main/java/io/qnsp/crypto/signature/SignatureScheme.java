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
	 * Verifies.
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	boolean verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context);

	/** Whether signatures can be bound to a context. */
	boolean takesContext();

}
