package io.qnsp.crypto.aead;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * AES-256-GCM of the JDK, pinned to SunJCE whatever providers are registered: Bouncy
 * Castle's is 20 to 70 times slower.
 */
final class AesGcm {

	static final int NONCE_BYTES = 12;

	static final int TAG_BYTES = 16;

	private static final Provider SUN_JCE = sunJce();

	private static final SecretAccess CIPHER_KEY = SecretAccess.because("AES key for the JDK's Cipher");

	private AesGcm() {
	}

	/** Appends ciphertext and tag to the array, from the offset on. */
	static void encrypt(SecretBytes key, byte[] nonce, byte[][] associatedData, byte[] plaintext, byte[] to,
			int offset) {
		try {
			cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext, 0, plaintext.length, to, offset);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES/GCM/NoPadding: encryption failed", ex);
		}
	}

	static byte[] decrypt(SecretBytes key, byte[] nonce, byte[][] associatedData, byte[] from, int offset) {
		try {
			return cipher(Cipher.DECRYPT_MODE, key, nonce, associatedData).doFinal(from, offset, from.length - offset);
		}
		catch (AEADBadTagException ex) {
			throw new DecryptionException();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES/GCM/NoPadding: decryption failed", ex);
		}
	}

	private static Cipher cipher(int mode, SecretBytes key, byte[] nonce, byte[][] associatedData)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", SUN_JCE);
		cipher.init(mode, key.asKey(CIPHER_KEY, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
		for (byte[] part : associatedData) {
			cipher.updateAAD(part);
		}
		return cipher;
	}

	private static Provider sunJce() {
		Provider provider = Security.getProvider("SunJCE");
		if (provider == null) {
			throw new IllegalStateException("security provider SunJCE: missing (expected: the JDK's own)");
		}
		return provider;
	}

}
