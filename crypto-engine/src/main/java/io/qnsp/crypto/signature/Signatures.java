package io.qnsp.crypto.signature;

import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Digital signatures: pure ML-DSA (FIPS 204, algorithms 2 and 3).
 * <p>
 * <b>Security guarantees.</b> Strongly unforgeable under chosen-message attack, against
 * quantum adversaries too, at the category of the algorithm. Signing is hedged: fresh
 * randomness goes into each signature, and a failing random source still leaves the
 * deterministic variant. A signature under one context never verifies under another.
 * Verification answers false for anything malformed. Java under a JIT can't promise
 * constant time; the library claims a constant-time design.
 * <p>
 * Everything runs on the lane, cold, once per subscription. Arrays and seeds given to a
 * method must stay unchanged, and keys open, until the {@code Mono} ends.
 */
public final class Signatures {

	private static final byte[] NO_CONTEXT = {};

	private final Lane lane;

	private final Randoms randoms;

	/**
	 * The primitive on a lane.
	 * @param lane where it runs
	 * @param randoms for seeds and hedging
	 */
	public Signatures(Lane lane, Randoms randoms) {
		this.lane = lane;
		this.randoms = randoms;
	}

	/**
	 * A new key.
	 * @param algorithm what it signs with
	 * @return the key; the caller closes it. If the caller cancels, the key is closed
	 */
	public Mono<SigningKey> generate(SignatureAlgorithm algorithm) {
		return this.lane.run(operation(algorithm, "generate"), () -> {
			try (SecretBytes seed = this.randoms.secret(algorithm.seedBytes())) {
				return MlDsa.expand(algorithm, seed);
			}
		});
	}

	/**
	 * The key of a stored seed.
	 * @param algorithm what it signs with
	 * @param seed copied; the caller closes its own after the answer
	 * @return the key; the caller closes it. {@link IllegalArgumentException} for a seed
	 * of another length than {@link SignatureAlgorithm#seedBytes()}
	 */
	public Mono<SigningKey> fromSeed(SignatureAlgorithm algorithm, SecretBytes seed) {
		return this.lane.run(operation(algorithm, "expand"), () -> MlDsa.expand(algorithm, seed));
	}

	/**
	 * Signs with the empty context.
	 * @param key an open key
	 * @param message any length
	 * @return the signature, {@link SignatureAlgorithm#signatureBytes()} long;
	 * {@link IllegalStateException} if the key is closed
	 */
	public Mono<byte[]> sign(SigningKey key, byte[] message) {
		return sign(key, message, NO_CONTEXT);
	}

	/**
	 * Signs under a context, which separates uses of one key.
	 * @param key an open key
	 * @param message any length
	 * @param context at most 255 bytes
	 * @return the signature; {@link IllegalArgumentException} for a longer context,
	 * {@link IllegalStateException} if the key is closed
	 */
	public Mono<byte[]> sign(SigningKey key, byte[] message, byte[] context) {
		if (context.length > MlDsa.LONGEST_CONTEXT) {
			return Mono.error(new IllegalArgumentException(
					"context: " + context.length + " bytes (expected: 0.." + MlDsa.LONGEST_CONTEXT + ")"));
		}
		return this.lane.run(operation(key.algorithm(), "sign"),
				() -> MlDsa.sign(key, message, context, this.randoms.asSecureRandom()));
	}

	/**
	 * Verifies with the empty context.
	 * @param algorithm what it was signed with
	 * @param publicKey the standard's encoding
	 * @param message what was signed
	 * @param signature what was answered
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	public Mono<Boolean> verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
		return verify(algorithm, publicKey, message, signature, NO_CONTEXT);
	}

	/**
	 * Verifies under a context.
	 * @param algorithm what it was signed with
	 * @param publicKey the standard's encoding
	 * @param message what was signed
	 * @param signature what was answered
	 * @param context the one it was signed under
	 * @return true for a valid signature, false for anything else, malformed input
	 * included
	 */
	public Mono<Boolean> verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] message, byte[] signature,
			byte[] context) {
		return this.lane.run(operation(algorithm, "verify"),
				() -> MlDsa.verify(algorithm, publicKey, message, signature, context));
	}

	private static String operation(SignatureAlgorithm algorithm, String verb) {
		return switch (algorithm) {
			case ML_DSA_44 -> "ml-dsa-44.";
			case ML_DSA_65 -> "ml-dsa-65.";
			case ML_DSA_87 -> "ml-dsa-87.";
		} + verb;
	}

}
