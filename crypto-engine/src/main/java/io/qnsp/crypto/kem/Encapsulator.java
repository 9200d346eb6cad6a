package io.qnsp.crypto.kem;

/**
 * A public key in the form in which a provider encapsulates to it. Immutable; may be used
 * by several threads at once.
 */
@FunctionalInterface
interface Encapsulator {

	/**
	 * Makes a secret that only the private key's holder can recover.
	 * @return the secret and what to send
	 * @throws IllegalArgumentException for a key in which a provider finds only now that
	 * it is none
	 */
	Encapsulation encapsulate();

}
