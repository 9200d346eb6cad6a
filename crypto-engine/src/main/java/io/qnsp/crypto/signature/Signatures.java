package io.qnsp.crypto.signature;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.lane.Lanes;
import io.qnsp.crypto.provider.ProviderChoices;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Digital signatures: ML-DSA (FIPS 204, pure), SLH-DSA (FIPS 205, pure), RSASSA-PSS with
 * SHA-256, ECDSA and Ed25519 (FIPS 186-5), composite ML-DSA, and Falcon as an experiment.
 * HSS/LMS (RFC 8554) and XMSS (RFC 8391) are verified and never made: see
 * {@link io.qnsp.crypto.catalogue.Availability#VERIFY_ONLY}.
 * <p>
 * <b>Security guarantees.</b> Unforgeable under chosen-message attack (strongly, but for
 * ECDSA), against quantum adversaries where the algorithm's category is above 0. Signing
 * is hedged: fresh randomness goes into each signature, and a failing random source still
 * leaves a deterministic variant of ML-DSA and SLH-DSA. A signature under one context
 * never verifies under another. Verification answers false for anything malformed. The
 * native library is written for constant time; Java under a JIT can't promise it.
 * <p>
 * Everything runs on a lane, cold, once per subscription: key generation of RSA, Falcon
 * and SLH-DSA and signing with SLH-DSA on the slow one. Arrays and secrets given to a
 * method must stay unchanged, and keys open, until the {@code Mono} ends.
 */
public final class Signatures {

	/** Most bytes of a context (FIPS 204 and 205). */
	public static final int LONGEST_CONTEXT = 255;

	private static final byte[] NO_CONTEXT = {};

	private static final int PAIR_TEST_BYTES = 32;

	private final Lanes lanes;

	private final Randoms randoms;

	private final SignatureSchemes schemes;

	/**
	 * The primitive on its lanes. Runs the self test of every provider that comes into
	 * question: call it at start-up.
	 * @param lanes where it runs
	 * @param randoms for seeds and hedging
	 * @param choices chooses and remembers the providers
	 */
	public Signatures(Lanes lanes, Randoms randoms, ProviderChoices choices) {
		this.lanes = lanes;
		this.randoms = randoms;
		this.schemes = SignatureSchemes.choose(choices, randoms.asSecureRandom());
	}

	/**
	 * Whether an algorithm binds signatures to a context.
	 * @param algorithm any
	 * @return true for ML-DSA and SLH-DSA
	 */
	public static boolean takesContext(Algorithm algorithm) {
		return SignatureSchemes.takesContext(algorithm);
	}

	/**
	 * A new key.
	 * @param algorithm what it signs with
	 * @return the key; the caller closes it. If the caller cancels, the key is closed
	 */
	public Mono<SigningKey> generate(Algorithm algorithm) {
		return generationLane(algorithm).run(algorithm.id() + ".generate", () -> {
			try (RawKeyPair raw = SignatureKeys.generate(algorithm, this.randoms)) {
				return new SigningKey(algorithm, raw.secret(), raw.publicKey(), this.schemes);
			}
		});
	}

	/**
	 * The key of a stored private key.
	 * @param algorithm what it signs with
	 * @param secret its {@link SigningKey#secret()}; copied, the caller closes its own
	 * after the answer
	 * @param publicKey its {@link SigningKey#publicKey()}; kept
	 * @return the key; the caller closes it. {@link IllegalArgumentException} for a
	 * secret of another length or form
	 */
	public Mono<SigningKey> open(Algorithm algorithm, SecretBytes secret, byte[] publicKey) {
		int expected = algorithm.sizes().privateKey();
		if (expected != 0 && secret.length() != expected) {
			return Mono.error(new IllegalArgumentException(
					algorithm + " private key: " + secret.length() + " bytes (expected: " + expected + ")"));
		}
		return this.lanes.fast()
			.run(algorithm.id() + ".open", () -> new SigningKey(algorithm, secret, publicKey, this.schemes));
	}

	/**
	 * Signs with the empty context.
	 * @param key an open key
	 * @param message any length
	 * @return the signature; {@link IllegalStateException} if the key is closed
	 */
	public Mono<byte[]> sign(SigningKey key, byte[] message) {
		return sign(key, message, NO_CONTEXT);
	}

	/**
	 * Signs under a context, which separates uses of one key.
	 * @param key an open key
	 * @param message any length
	 * @param context at most {@value #LONGEST_CONTEXT} bytes; empty where the algorithm
	 * takes none
	 * @return the signature; {@link IllegalArgumentException} for another context,
	 * {@link IllegalStateException} if the key is closed
	 */
	public Mono<byte[]> sign(SigningKey key, byte[] message, byte[] context) {
		if (context.length > LONGEST_CONTEXT) {
			return Mono.error(new IllegalArgumentException(
					"context: " + context.length + " bytes (expected: 0.." + LONGEST_CONTEXT + ")"));
		}
		return signingLane(key.algorithm()).run(key.algorithm().id() + ".sign",
				() -> key.sign(message, context, this.randoms.asSecureRandom()));
	}

	/**
	 * Verifies with the empty context.
	 * @param algorithm what it was signed with
	 * @param publicKey the raw public key
	 * @param message what was signed
	 * @param signature what was answered
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	public Mono<Boolean> verify(Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
		return verify(algorithm, publicKey, message, signature, NO_CONTEXT);
	}

	/**
	 * Verifies under a context.
	 * @param algorithm what it was signed with
	 * @param publicKey the raw public key
	 * @param message what was signed
	 * @param signature what was answered
	 * @param context the one it was signed under
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	public Mono<Boolean> verify(Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature,
			byte[] context) {
		return this.lanes.fast()
			.run(algorithm.id() + ".verify", () -> SignatureForms.fit(algorithm, publicKey, signature, context)
					&& this.schemes.of(algorithm, context).verify(publicKey, message, signature, context));
	}

	/**
	 * Decodes a public key, for many verifications with it.
	 * @param algorithm what it verifies
	 * @param publicKey the raw public key
	 * @return the key; {@link IllegalArgumentException} for one that is malformed
	 */
	public Mono<VerificationKey> verificationKey(Algorithm algorithm, byte[] publicKey) {
		return this.lanes.fast().run(algorithm.id() + ".decode", () -> verificationKeyHere(algorithm, publicKey));
	}

	/**
	 * {@link #verificationKey} on the calling thread, for work that is on a lane already.
	 * @param algorithm what it verifies
	 * @param publicKey the raw public key
	 * @return the key
	 * @throws IllegalArgumentException for one that is malformed
	 */
	public VerificationKey verificationKeyHere(Algorithm algorithm, byte[] publicKey) {
		return new VerificationKey(algorithm, publicKey, this.schemes);
	}

	/**
	 * Verifies with a decoded key.
	 * @param key the public key
	 * @param message what was signed
	 * @param signature what was answered
	 * @param context the one it was signed under; empty for none
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	public Mono<Boolean> verify(VerificationKey key, byte[] message, byte[] signature, byte[] context) {
		return this.lanes.fast().run(key.algorithm().id() + ".verify", () -> key.verify(message, signature, context));
	}

	/**
	 * The public key of a seed, on the calling thread: up to some hundred microseconds.
	 * @param algorithm ML-DSA or Ed25519
	 * @param seed of the algorithm's length
	 * @return the raw public key
	 */
	public byte[] publicKeyOfSeedHere(Algorithm algorithm, SecretBytes seed) {
		return SignatureKeys.publicKeyOfSeed(algorithm, seed);
	}

	/**
	 * Whether a private and a public key belong together, found out on the calling thread
	 * by signing a random message and verifying it.
	 * @param algorithm what they are for
	 * @param pair the keys; stays open
	 * @return false if the signature does not verify
	 * @throws IllegalArgumentException if a provider can't read the private key
	 */
	public boolean isPairHere(Algorithm algorithm, RawKeyPair pair) {
		byte[] message = this.randoms.bytes(PAIR_TEST_BYTES);
		try (SigningKey key = new SigningKey(algorithm, pair.secret(), pair.publicKey(), this.schemes)) {
			byte[] signature = key.sign(message, NO_CONTEXT, this.randoms.asSecureRandom());
			return verificationKeyHere(algorithm, pair.publicKey()).verify(message, signature, NO_CONTEXT);
		}
	}

	private Lane generationLane(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case RSA, SLH_DSA, FN_DSA -> this.lanes.slow();
			default -> this.lanes.fast();
		};
	}

	private Lane signingLane(Algorithm algorithm) {
		return (algorithm.family() == Family.SLH_DSA) ? this.lanes.slow() : this.lanes.fast();
	}

}
