package io.qnsp.crypto.kem;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * A private KEM key: the raw form it is stored in, its prepared form, and its public key.
 * Made by {@link Kems}.
 * <p>
 * <b>Security guarantees.</b> Raw and prepared key are wiped on close, after the last use
 * under way, as far as the provider can; later use is refused. The public key stays
 * readable.
 */
public final class DecapsulationKey implements Wipeable {

	private final Algorithm algorithm;

	private final SecretBytes secret;

	private final byte[] publicKey;

	private final Decapsulator decapsulator;

	DecapsulationKey(Algorithm algorithm, SecretBytes secret, byte[] publicKey, KemScheme scheme) {
		this.algorithm = algorithm;
		this.publicKey = publicKey;
		this.decapsulator = scheme.decapsulator(secret);
		this.secret = secret.copy();
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

	/**
	 * The raw private key, to wrap and store: a seed where the standard has one.
	 * @return the holder inside this key, closed with it
	 */
	public SecretBytes secret() {
		return this.secret;
	}

	SecretBytes decapsulate(byte[] encapsulated) {
		return this.decapsulator.decapsulate(encapsulated);
	}

	@Override
	public void close() {
		this.decapsulator.close();
		this.secret.close();
	}

	@Override
	public String toString() {
		return "DecapsulationKey[" + this.algorithm + "]";
	}

}
