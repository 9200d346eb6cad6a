package io.qnsp.crypto.aead;

import java.util.Arrays;
import java.util.HexFormat;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * AES-256-GCM for the self test at start-up: case 91 of Wycheproof's aes_gcm_test (C2SP,
 * Apache-2.0), a known-answer case.
 */
public final class AeadKnownAnswers {

	private static final String KEY = "92ace3e348cd821092cd921aa3546374299ab46209691bc28b8752d17f123c20";

	private static final String NONCE = "00112233445566778899aabb";

	private static final String ASSOCIATED_DATA = "00000000ffffffff";

	private static final String PLAINTEXT = "00010203040506070809";

	private static final String CIPHERTEXT_AND_TAG = "e27abdd2d2a53d2f136b" + "9a4a2579529301bcfb71c78d4060f52c";

	private AeadKnownAnswers() {
	}

	/**
	 * Computes them on the calling thread, below a millisecond once warm.
	 * @return true if encryption, decryption and the refusal of a broken tag answer as
	 * they must
	 */
	public static boolean hold() {
		byte[] nonce = bytes(NONCE);
		byte[][] associatedData = { bytes(ASSOCIATED_DATA) };
		byte[] plaintext = bytes(PLAINTEXT);
		byte[] expected = bytes(CIPHERTEXT_AND_TAG);
		try (SecretBytes key = SecretBytes.takeOver(bytes(KEY))) {
			byte[] sealed = new byte[expected.length];
			JdkAead.encrypt(Algorithm.AES_256_GCM, key, nonce, associatedData, plaintext, sealed, 0);
			return Arrays.equals(sealed, expected) && Arrays
				.equals(JdkAead.decrypt(Algorithm.AES_256_GCM, key, nonce, associatedData, expected, 0), plaintext)
					&& refusesBrokenTag(key, nonce, associatedData, expected);
		}
	}

	private static boolean refusesBrokenTag(SecretBytes key, byte[] nonce, byte[][] associatedData, byte[] sealed) {
		byte[] broken = sealed.clone();
		broken[broken.length - 1] ^= 1;
		try {
			JdkAead.decrypt(Algorithm.AES_256_GCM, key, nonce, associatedData, broken, 0);
			return false;
		}
		catch (DecryptionException ex) {
			return true;
		}
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
