package io.qnsp.crypto.keywrap;

import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Cipher;

import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * AES key wrap with padding (SP 800-38F, section 6.3; RFC 5649), of the JDK. Inline
 * operations: a few microseconds.
 * <p>
 * <b>Security guarantees.</b> Confidentiality and integrity of the wrapped key.
 * Deterministic: the same key under the same wrapping key gives the same bytes. Nothing
 * else is bound to it. Every failure to unwrap is the same {@link DecryptionException}.
 */
public final class KeyWrap {

	/** The longest key in bytes. */
	public static final int LONGEST = 4096;

	/** How many bytes a wrapped key is longer than the key, at most. */
	public static final int MOST_OVERHEAD_BYTES = 15;

	private static final SecretAccess WRAPPING_KEY = SecretAccess.because("AES wrapping key for the JDK's Cipher");

	private static final SecretAccess WRAPPED_KEY = SecretAccess.because("key to be wrapped by the JDK's Cipher");

	private KeyWrap() {
	}

	/**
	 * Wraps a key.
	 * @param wrappingKey 16, 24 or 32 bytes
	 * @param key 1..{@value #LONGEST} bytes, on an event loop at most
	 * {@value InlineOperations#KEY_WRAP_BYTES}
	 * @return the wrapped key
	 * @throws IllegalArgumentException for another length
	 */
	public static byte[] wrap(SecretBytes wrappingKey, SecretBytes key) {
		if (key.length() == 0 || key.length() > LONGEST) {
			throw new IllegalArgumentException("key: " + key.length() + " bytes (expected: 1.." + LONGEST + ")");
		}
		InlineOperations.requireWithinOnEventLoop("aes-kwp", key.length(), InlineOperations.KEY_WRAP_BYTES);
		try {
			// any content may be wrapped, so the name of its algorithm means nothing
			return cipher(Cipher.WRAP_MODE, wrappingKey).wrap(key.asKey(WRAPPED_KEY, "Generic"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES/KWP: wrapping failed", ex);
		}
	}

	/**
	 * Unwraps a key.
	 * @param wrappingKey the same as then
	 * @param wrapped what {@link #wrap} made
	 * @return the key; the caller closes it
	 * @throws DecryptionException if it can't be unwrapped, whatever the reason
	 */
	public static SecretBytes unwrap(SecretBytes wrappingKey, byte[] wrapped) {
		if (wrapped.length > LONGEST + MOST_OVERHEAD_BYTES) {
			throw new DecryptionException();
		}
		InlineOperations.requireWithinOnEventLoop("aes-kwp", wrapped.length - MOST_OVERHEAD_BYTES,
				InlineOperations.KEY_WRAP_BYTES);
		try {
			Key key = cipher(Cipher.UNWRAP_MODE, wrappingKey).unwrap(wrapped, "Generic", Cipher.SECRET_KEY);
			return SecretBytes.takeOver(key.getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new DecryptionException();
		}
	}

	private static Cipher cipher(int mode, SecretBytes wrappingKey) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", SecurityProviders.jdk("SunJCE"));
		cipher.init(mode, wrappingKey.asKey(WRAPPING_KEY, "AES"));
		return cipher;
	}

}
