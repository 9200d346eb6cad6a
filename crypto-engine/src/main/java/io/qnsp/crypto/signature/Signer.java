package io.qnsp.crypto.signature;

import java.security.SecureRandom;

import io.qnsp.crypto.secret.Wipeable;

/**
 * A private key in the form in which a provider signs with it. May be used by several
 * threads at once.
 */
interface Signer extends Wipeable {

	/**
	 * Signs.
	 * @param context empty where the scheme takes none
	 * @param random for hedging and nonces
	 */
	byte[] sign(byte[] message, byte[] context, SecureRandom random);

}
