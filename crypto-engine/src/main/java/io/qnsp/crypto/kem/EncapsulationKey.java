package io.qnsp.crypto.kem;

import java.security.SecureRandom;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * A public KEM key, decoded once for many encapsulations. Made by {@link Kems}. Nothing
 * in it is secret and nothing has to be closed; it may be kept and used by several
 * threads at once.
 */
public final class EncapsulationKey {

	private final Algorithm algorithm;

	private final byte[] publicKey;

	private final Encapsulator encapsulator;

	EncapsulationKey(Algorithm algorithm, byte[] publicKey, KemScheme scheme, SecureRandom random) {
		this.algorithm = algorithm;
		this.publicKey = publicKey.clone();
		this.encapsulator = scheme.encapsulator(this.publicKey, random);
	}

	/**
	 * What the key is for.
	 * @return the algorithm
	 */
	public Algorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * The raw public key, see {@link io.qnsp.crypto.encoding.KeyEncodings}.
	 * @return a copy
	 */
	public byte[] publicKey() {
		return this.publicKey.clone();
	}

	Encapsulation encapsulate() {
		return this.encapsulator.encapsulate();
	}

	@Override
	public String toString() {
		return "EncapsulationKey[" + this.algorithm + "]";
	}

}
