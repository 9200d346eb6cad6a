package io.qnsp.core.integrity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.encoding.KeyEncodings;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an export. Signatures are verified by the JDK itself (FIPS 204, pure
 * ML-DSA-65), so that the verifier shares no code with what signs.
 */
final class PublicKeys {

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
				.generatePublic(new X509EncodedKeySpec(KeyEncodings.subjectPublicKeyInfo(Algorithm.ML_DSA_65, raw)));
			this.keys.put(keyId, new Known(key, fingerprint(raw)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("key %s: not an ML-DSA-65 public key".formatted(keyId), ex);
		}
	}

	/**
	 * How a key is named where it is pinned: the SHA3-256 of the raw public key.
	 * @param raw the raw public key
	 * @return hex
	 */
	static String fingerprint(byte[] raw) {
		return HexFormat.of().formatHex(Digests.sha3_256(raw));
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
