package io.qnsp.core.integrity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.integrity.merkle.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an export. Signatures are verified by the JDK itself (FIPS 204, pure
 * ML-DSA-65), so that the verifier shares no code with what signs.
 */
final class PublicKeys {

	private static final int RAW_BYTES = 1_952;

	// What stands before a raw ML-DSA-65 key in its X.509 form (RFC 9881).
	private static final byte[] X509_HEAD = HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");

	private final Map<UUID, Known> keys = new HashMap<>();

	private final Set<String> pins;

	/**
	 * Creates it.
	 * @param pins the fingerprints of keys to trust; empty trusts the export's own
	 */
	PublicKeys(Set<String> pins) {
		this.pins = pins;
	}

	/**
	 * Takes a key.
	 * @param keyId its id
	 * @param raw the raw public key
	 * @throws IllegalArgumentException when it is none
	 */
	void add(UUID keyId, byte[] raw) {
		try {
			PublicKey key = KeyFactory.getInstance(Checkpoint.ALGORITHM)
				.generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo(raw)));
			this.keys.put(keyId, new Known(key, fingerprint(raw)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("key %s: not an ML-DSA-65 public key".formatted(keyId), ex);
		}
	}

	private static byte[] subjectPublicKeyInfo(byte[] raw) {
		if (raw.length != RAW_BYTES) {
			throw new IllegalArgumentException(
					"a public key of %d bytes (expected: %d)".formatted(raw.length, RAW_BYTES));
		}
		byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
		System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
		return encoded;
	}

	/**
	 * How a key is named where it is pinned: the SHA3-256 of the raw public key.
	 * @param raw the raw public key
	 * @return hex
	 */
	static String fingerprint(byte[] raw) {
		return HexFormat.of().formatHex(TreeHash.SHA3_256.plain(raw));
	}

	/**
	 * What is wrong with a checkpoint's signature.
	 * @return what is wrong, or {@code null} when it is good
	 */
	@Nullable String faultOf(Checkpoint checkpoint) {
		Known key = this.keys.get(checkpoint.keyId());
		if (key == null) {
			return "keyId: %s (expected: a key of the file)".formatted(checkpoint.keyId());
		}
		if (!this.pins.isEmpty() && !this.pins.contains(key.fingerprint)) {
			return "signed by key %s (expected: %s)".formatted(key.fingerprint, this.pins);
		}
		return verifies(key.key, checkpoint) ? null
				: "the signature is not that of key %s over this checkpoint".formatted(checkpoint.keyId());
	}

	private static boolean verifies(PublicKey key, Checkpoint checkpoint) {
		try {
			Signature verifier = Signature.getInstance(Checkpoint.ALGORITHM);
			verifier.initVerify(key);
			verifier.update(checkpoint.signedBytes());
			return verifier.verify(Base64.getDecoder().decode(checkpoint.signature()));
		}
		catch (IllegalArgumentException | SignatureException ex) {
			return false;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("ML-DSA-65: not offered by this JDK (expected: Java 24 or newer)", ex);
		}
	}

	private record Known(PublicKey key, String fingerprint) {

	}

}
