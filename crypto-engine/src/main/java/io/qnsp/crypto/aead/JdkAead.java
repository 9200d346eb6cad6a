package io.qnsp.crypto.aead;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * AES-GCM and ChaCha20-Poly1305 of the JDK, pinned to SunJCE whatever providers are
 * registered: Bouncy Castle's AES-GCM is 20 to 70 times slower.
 */
final class JdkAead {

	static final int NONCE_BYTES = 12;

	static final int TAG_BYTES = 16;

	private static final Provider SUN_JCE = SecurityProviders.jdk("SunJCE");

	private static final SecretAccess CIPHER_KEY = SecretAccess.because("key for the JDK's Cipher");

	private JdkAead() {
	}

	/** Appends ciphertext and tag to the array, from the offset on. */
	static void encrypt(Algorithm algorithm, SecretBytes key, byte[] nonce, byte[][] associatedData, byte[] plaintext,
			byte[] to, int offset) {
		try {
			cipher(algorithm, Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext, 0, plaintext.length,
					to, offset);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(algorithm + ": encryption failed", ex);
		}
	}

	static byte[] decrypt(Algorithm algorithm, SecretBytes key, byte[] nonce, byte[][] associatedData, byte[] from,
			int offset) {
		try {
			return cipher(algorithm, Cipher.DECRYPT_MODE, key, nonce, associatedData).doFinal(from, offset,
					from.length - offset);
		}
		catch (AEADBadTagException ex) {
			throw new DecryptionException();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(algorithm + ": decryption failed", ex);
		}
	}

	private static Cipher cipher(Algorithm algorithm, int mode, SecretBytes key, byte[] nonce, byte[][] associatedData)
			throws GeneralSecurityException {
		boolean aes = algorithm != Algorithm.CHACHA20_POLY1305;
		Cipher cipher = Cipher.getInstance(aes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305", SUN_JCE);
		AlgorithmParameterSpec parameters = aes ? new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce)
				: new IvParameterSpec(nonce);
		cipher.init(mode, key.asKey(CIPHER_KEY, aes ? "AES" : "ChaCha20"), parameters);
		for (byte[] part : associatedData) {
			cipher.updateAAD(part);
		}
		return cipher;
	}

}
