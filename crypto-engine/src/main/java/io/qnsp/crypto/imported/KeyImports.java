package io.qnsp.crypto.imported;

import java.util.Arrays;
import java.util.function.Function;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.kem.Kems;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.lane.Lanes;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.Signatures;
import reactor.core.publisher.Mono;

/**
 * Takes in keys that were made elsewhere.
 * <p>
 * <b>Security guarantees.</b> A pair is answered only if its private key is well formed,
 * of the algorithm's size or curve and consistent in itself (RSA: both factors prime and
 * all values of PKCS#1 in agreement, SP 800-56B, section 6.4.1), if a public key that
 * came with it is the derived one, and if a signature of it verifies, or a secret
 * encapsulated to it is recovered. Messages never hold bytes of a key. Not guaranteed:
 * the libraries that take a private key apart leave copies to the garbage collector, and
 * the arithmetic on RSA keys takes a time that depends on them: import on a trusted
 * machine. A pair that is well formed may still come from a bad random source.
 * <p>
 * RSA and SLH-DSA private keys are checked on the slow lane (RSA-4096 takes up to some
 * hundred milliseconds, the small SLH-DSA sets up to a second), the rest on the fast one;
 * cold, once per subscription.
 */
public final class KeyImports {

	private static final SecretAccess PARSING = SecretAccess.because("private key from outside, to be taken apart");

	private static final byte[] NONE = {};

	private final Lanes lanes;

	private final Signatures signatures;

	private final Kems kems;

	/**
	 * The primitive on its lanes.
	 * @param lanes where it runs
	 * @param signatures for keys that sign
	 * @param kems for the others
	 */
	public KeyImports(Lanes lanes, Signatures signatures, Kems kems) {
		this.lanes = lanes;
		this.signatures = signatures;
		this.kems = kems;
	}

	/**
	 * Whether a private key alone can be imported.
	 * @param algorithm any
	 * @return false for LMS and XMSS, whose state can't be taken over, and for FN-DSA,
	 * whose private key (f, g and F) lacks the public key and must be generated here
	 */
	public static boolean isImportable(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case STATEFUL_HASH, FN_DSA -> false;
			default -> true;
		};
	}

	/**
	 * The pair of a private or secret key from outside.
	 * @param algorithm what it is for
	 * @param key PKCS#8 DER; or the raw form: the seed of ML-DSA, ML-KEM, X-Wing,
	 * Ed25519, X25519 and HQC (X25519MLKEM768: both, ML-KEM's first), the standard's
	 * private key of SLH-DSA, PKCS#1 for RSA, RFC 5915 or the scalar alone for the NIST
	 * curves, the bytes of a symmetric key. Open until the answer; the caller closes it
	 * @return the pair in the forms that {@code Signatures.open} and {@code Kems.open}
	 * take, the public key empty for symmetric keys; the caller closes it.
	 * {@link IllegalArgumentException} for anything that is refused
	 */
	public Mono<RawKeyPair> derive(Algorithm algorithm, SecretBytes key) {
		return lane(algorithm).run(algorithm.id() + ".import", () -> deriveHere(algorithm, key));
	}

	/**
	 * {@link #derive} on the calling thread, for work that is on a lane already.
	 * @param algorithm what it is for
	 * @param key the key
	 * @return the pair; the caller closes it
	 * @throws IllegalArgumentException for anything that is refused
	 */
	public RawKeyPair deriveHere(Algorithm algorithm, SecretBytes key) {
		if (!isImportable(algorithm)) {
			throw new IllegalArgumentException(
					algorithm + " private key: can't be imported (expected: one that gives its public key)");
		}
		byte[] given = key.toByteArray(PARSING);
		byte[] raw = NONE;
		try {
			PrivateForm form = PrivateForm.read(algorithm, given);
			raw = form.raw();
			return proven(algorithm, form, pair(algorithm, raw));
		}
		finally {
			Arrays.fill(given, (byte) 0);
			Arrays.fill(raw, (byte) 0);
		}
	}

	private RawKeyPair pair(Algorithm algorithm, byte[] raw) {
		return switch (algorithm.family()) {
			case RSA -> RsaKeys.pair(algorithm, raw);
			case ECDSA, ECDH -> CurveKeys.pair(algorithm, raw);
			case AES, CHACHA20_POLY1305, HMAC -> new RawKeyPair(SecretBytes.copyOf(raw), NONE);
			case SLH_DSA -> new RawKeyPair(SecretBytes.copyOf(raw), PublicForm.part(raw, raw.length / 2));
			case COMPOSITE_SIGNATURE -> CompositeKeys.pair(algorithm, raw, this.signatures);
			case ML_DSA, EDDSA -> ofSeed(raw, (seed) -> this.signatures.publicKeyOfSeedHere(algorithm, seed));
			default -> ofSeed(raw, (seed) -> this.kems.publicKeyOfSeedHere(algorithm, seed));
		};
	}

	private static RawKeyPair ofSeed(byte[] raw, Function<SecretBytes, byte[]> publicKey) {
		try (SecretBytes seed = SecretBytes.copyOf(raw)) {
			byte[] derived = publicKey.apply(seed);
			return new RawKeyPair(seed.copy(), derived);
		}
	}

	/** Closes the pair if it does not hold. */
	private RawKeyPair proven(Algorithm algorithm, PrivateForm form, RawKeyPair pair) {
		try {
			form.requirePublicKey(algorithm, pair.publicKey());
			if (algorithm.family().isAsymmetric() && !holds(algorithm, pair)) {
				throw new IllegalArgumentException(
						algorithm + " private key: inconsistent (expected: one that works with its public key)");
			}
			return pair;
		}
		catch (RuntimeException ex) {
			pair.close();
			throw ex;
		}
	}

	private boolean holds(Algorithm algorithm, RawKeyPair pair) {
		return algorithm.purposes().contains(Purpose.SIGNING) ? this.signatures.isPairHere(algorithm, pair)
				: this.kems.isPairHere(algorithm, pair);
	}

	/**
	 * Validates a public key from outside.
	 * @param algorithm what it is for
	 * @param key SubjectPublicKeyInfo DER or the raw form (PKCS#1 for RSA, a point for
	 * the NIST curves, RFC 8554's and RFC 8391's for LMS and XMSS)
	 * @return the raw public key, points uncompressed; {@link IllegalArgumentException}
	 * for anything that is not a key of the algorithm
	 */
	public Mono<byte[]> validatePublicKey(Algorithm algorithm, byte[] key) {
		return this.lanes.fast().run(algorithm.id() + ".validate", () -> validatePublicKeyHere(algorithm, key));
	}

	/**
	 * {@link #validatePublicKey} on the calling thread, for work that is on a lane
	 * already.
	 * @param algorithm what it is for
	 * @param key the key
	 * @return the raw public key
	 * @throws IllegalArgumentException for anything that is not a key of the algorithm
	 */
	public byte[] validatePublicKeyHere(Algorithm algorithm, byte[] key) {
		if (!algorithm.family().isAsymmetric()) {
			throw new IllegalArgumentException(algorithm + ": has no public key (expected: an asymmetric algorithm)");
		}
		byte[] raw = PublicForm.normalized(algorithm, PublicForm.raw(algorithm, key));
		try {
			use(algorithm, raw);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(algorithm + " public key: refused (expected: one that can be used)", ex);
		}
		return raw;
	}

	private void use(Algorithm algorithm, byte[] publicKey) {
		if (algorithm.purposes().contains(Purpose.SIGNING)) {
			this.signatures.verificationKeyHere(algorithm, publicKey);
		}
		else {
			// shows what decoding alone does not: points of small order, and
			// coefficients out of range
			this.kems.encapsulateHere(algorithm, publicKey).close();
		}
	}

	private Lane lane(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case RSA, SLH_DSA -> this.lanes.slow();
			default -> this.lanes.fast();
		};
	}

}
