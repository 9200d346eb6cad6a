package io.qnsp.crypto.signature;

/**
 * A public key in the form in which a provider verifies with it. Immutable; may be used
 * by several threads at once.
 */
@FunctionalInterface
interface Verifier {

	/**
	 * Verifies.
	 * @param context empty where the scheme takes none
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	boolean verify(byte[] message, byte[] signature, byte[] context);

}
