package io.qnsp.crypto.imported;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * A private key from outside, out of its wrapping.
 *
 * @param raw the raw private key, not checked but for its length where that is fixed
 * @param statedPublicKey the public key that came with it (RFC 5958, version 2)
 */
record PrivateForm(byte[] raw, Optional<byte[]> statedPublicKey) {

	/**
	 * Tells PKCS#8 from raw: a raw key of fixed length is shorter than any PKCS#8 of it,
	 * and PKCS#1 and RFC 5915 do not parse as PKCS#8.
	 * @throws IllegalArgumentException if it is neither
	 */
	static PrivateForm read(Algorithm algorithm, byte[] given) {
		int length = algorithm.sizes().privateKey();
		if (given.length == length || (length == 0 && !KeyEncodings.hasX509(algorithm))) {
			return new PrivateForm(given.clone(), Optional.empty());
		}
		Optional<PrivateKeyInfo> info = KeyEncodings.hasX509(algorithm) ? info(given) : Optional.empty();
		if (info.isPresent()) {
			return read(algorithm, info.get(), given);
		}
		if (length == 0) {
			return new PrivateForm(given.clone(), Optional.empty());
		}
		throw new IllegalArgumentException(algorithm + " private key: " + given.length + " bytes (expected: " + length
				+ (KeyEncodings.hasX509(algorithm) ? ", or PKCS#8 DER)" : ")"));
	}

	private static PrivateForm read(Algorithm algorithm, PrivateKeyInfo info, byte[] given) {
		byte[] raw = KeyEncodings.rawPrivateKey(algorithm, given)
			.orElseThrow(() -> new IllegalArgumentException(algorithm + " private key: PKCS#8 of "
					+ info.getPrivateKeyAlgorithm().getAlgorithm() + " (expected: the identifier and curve of "
					+ algorithm + (hasSeed(algorithm) ? ", with the seed)" : ")")));
		int length = algorithm.sizes().privateKey();
		if (length != 0 && raw.length != length) {
			Arrays.fill(raw, (byte) 0);
			throw new IllegalArgumentException(
					algorithm + " private key: " + raw.length + " bytes in PKCS#8 (expected: " + length + ")");
		}
		if (hasSeed(algorithm)) {
			requireConsistent(algorithm, info);
		}
		return new PrivateForm(raw,
				info.hasPublicKey() ? Optional.of(info.getPublicKeyData().getOctets()) : Optional.empty());
	}

	private static boolean hasSeed(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_DSA, ML_KEM -> true;
			default -> false;
		};
	}

	// The form "both" holds the seed and the expanded key, which must agree (RFC 9881,
	// RFC 9935). The library expands the seed and compares.
	private static void requireConsistent(Algorithm algorithm, PrivateKeyInfo info) {
		try {
			PrivateKeyFactory.createKey(info);
		}
		catch (IOException | IllegalArgumentException ex) {
			// without the cause, which may show what it read
			throw new IllegalArgumentException(
					algorithm + " private key: seed and expanded key disagree (expected: the same key)");
		}
	}

	/** Refuses a public key that came with the private key and is not its own. */
	void requirePublicKey(Algorithm algorithm, byte[] derived) {
		if (this.statedPublicKey.isPresent()
				&& !Arrays.equals(PublicForm.normalized(algorithm, this.statedPublicKey.get()), derived)) {
			throw new IllegalArgumentException(
					algorithm + " private key: comes with another public key (expected: its own)");
		}
	}

	private static Optional<PrivateKeyInfo> info(byte[] given) {
		try {
			return Optional.of(PrivateKeyInfo.getInstance(given));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return Optional.empty();
		}
	}

}
