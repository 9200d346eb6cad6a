package io.qnsp.crypto.imported;

import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.Signatures;

/**
 * Composite keys: the ML-DSA seed, then the other private key; the ML-DSA public key,
 * then the other (draft-ietf-lamps-pq-composite-sigs).
 */
final class CompositeKeys {

	private CompositeKeys() {
	}

	/**
	 * The pair of a private key.
	 * @throws IllegalArgumentException if its second part is no private key
	 */
	static RawKeyPair pair(Algorithm algorithm, byte[] raw, Signatures signatures) {
		Algorithm first = first(algorithm);
		int seedLength = first.sizes().privateKey();
		if (raw.length <= seedLength) {
			throw new IllegalArgumentException(algorithm + " private key: " + raw.length
					+ " bytes (expected: an ML-DSA seed of " + seedLength + " bytes, then the other private key)");
		}
		try (SecretBytes seed = SecretBytes.takeOver(Arrays.copyOf(raw, seedLength));
				RawKeyPair second = second(algorithm, PublicForm.part(raw, seedLength), signatures)) {
			byte[] publicKey = concatenated(signatures.publicKeyOfSeedHere(first, seed), second.publicKey());
			return new RawKeyPair(SecretBytes.copyOf(raw), publicKey);
		}
	}

	private static RawKeyPair second(Algorithm algorithm, byte[] raw, Signatures signatures) {
		if (algorithm == Algorithm.ML_DSA_87_ECDSA_P384) {
			try {
				return CurveKeys.pair(algorithm, raw);
			}
			finally {
				Arrays.fill(raw, (byte) 0);
			}
		}
		int expected = Algorithm.ED25519.sizes().privateKey();
		if (raw.length != expected) {
			throw new IllegalArgumentException(algorithm + " private key: an Ed25519 part of " + raw.length
					+ " bytes (expected: " + expected + ")");
		}
		SecretBytes seed = SecretBytes.takeOver(raw);
		return new RawKeyPair(seed, signatures.publicKeyOfSeedHere(Algorithm.ED25519, seed));
	}

	/**
	 * Checks the second part; every string of its length is an ML-DSA public key.
	 * @throws IllegalArgumentException if it is no public key
	 */
	static byte[] normalizedPublic(Algorithm algorithm, byte[] raw) {
		byte[] second = PublicForm.part(raw, first(algorithm).sizes().publicKey());
		if (algorithm == Algorithm.ML_DSA_87_ECDSA_P384) {
			CurveKeys.uncompressed(algorithm, second);
		}
		else {
			PublicForm.ed25519(algorithm, second);
		}
		return raw;
	}

	private static Algorithm first(Algorithm algorithm) {
		return switch (algorithm) {
			case ML_DSA_65_ED25519 -> Algorithm.ML_DSA_65;
			case ML_DSA_87_ECDSA_P384 -> Algorithm.ML_DSA_87;
			default -> throw new IllegalArgumentException(algorithm + " (expected: a composite)");
		};
	}

	private static byte[] concatenated(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
