package io.qnsp.crypto.signature;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * A public key, decoded once for many verifications. Made by {@link Signatures}. Nothing
 * in it is secret and nothing has to be closed; it may be kept and used by several
 * threads at once.
 */
public final class VerificationKey {

	private static final byte[] NONE = {};

	private final Algorithm algorithm;

	private final byte[] publicKey;

	private final SignatureSchemes schemes;

	private final Verifier verifier;

	/** Made when it is first needed, where another provider verifies under a context. */
	private final AtomicReference<@Nullable Verifier> contextVerifier = new AtomicReference<>();

	VerificationKey(Algorithm algorithm, byte[] publicKey, SignatureSchemes schemes) {
		if (!SignatureForms.keyFits(algorithm, publicKey)) {
			throw new IllegalArgumentException(algorithm + " public key: " + publicKey.length + " bytes (expected: "
					+ algorithm.sizes().publicKey() + ")");
		}
		this.algorithm = algorithm;
		this.publicKey = publicKey.clone();
		this.schemes = schemes;
		this.verifier = schemes.of(algorithm, NONE).verifier(this.publicKey);
	}

	/**
	 * What signatures it verifies.
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

	boolean verify(byte[] message, byte[] signature, byte[] context) {
		return SignatureForms.fit(this.algorithm, signature, context)
				&& verifierFor(context).verify(message, signature, context);
	}

	private Verifier verifierFor(byte[] context) {
		SignatureScheme bound = this.schemes.of(this.algorithm, context);
		if (bound.equals(this.schemes.of(this.algorithm, NONE))) {
			return this.verifier;
		}
		if (this.contextVerifier.get() == null) {
			this.contextVerifier.compareAndSet(null, bound.verifier(this.publicKey));
		}
		return Objects.requireNonNull(this.contextVerifier.get());
	}

	@Override
	public String toString() {
		return "VerificationKey[" + this.algorithm + "]";
	}

}
