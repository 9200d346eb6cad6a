package io.qnsp.crypto.signature;

import java.util.function.Function;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import io.qnsp.crypto.secret.WipeGuard;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * A private signing key: the seed it is stored as, its expanded form for signing, and its
 * public key. Made by {@link Signatures}.
 * <p>
 * <b>Security guarantees.</b> Seed and expanded key are wiped on close, after the last
 * signature under way; later use is refused. The public key stays readable.
 */
public final class SigningKey implements Wipeable {

	private final SignatureAlgorithm algorithm;

	private final SecretBytes seed;

	private final byte[] publicKey;

	private final MLDSAPrivateKeyParameters expanded;

	private final WipeGuard guard;

	SigningKey(SignatureAlgorithm algorithm, SecretBytes seed, MLDSAPrivateKeyParameters expanded) {
		this.algorithm = algorithm;
		this.seed = seed;
		this.publicKey = expanded.getPublicKey();
		this.expanded = expanded;
		this.guard = new WipeGuard(algorithm + " signing key", expanded::destroy);
	}

	/**
	 * What the key signs with.
	 * @return the algorithm
	 */
	public SignatureAlgorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * The public key in the standard's encoding (FIPS 204, pkEncode).
	 * @return a copy
	 */
	public byte[] publicKey() {
		return this.publicKey.clone();
	}

	/**
	 * The seed, to wrap and store the key by (FIPS 204, xi).
	 * @return the holder inside this key, closed with it
	 */
	public SecretBytes seed() {
		return this.seed;
	}

	<T> T use(Function<MLDSAPrivateKeyParameters, T> operation) {
		return this.guard.use(() -> operation.apply(this.expanded));
	}

	@Override
	public void close() {
		this.guard.close();
		this.seed.close();
	}

	@Override
	public String toString() {
		return "SigningKey[" + this.algorithm + "]";
	}

}
