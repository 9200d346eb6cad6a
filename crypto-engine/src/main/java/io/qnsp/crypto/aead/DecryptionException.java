package io.qnsp.crypto.aead;

import java.io.Serial;

/**
 * A decryption failed. It is the same for a wrong key, wrong associated data, a tampered,
 * truncated or unknown envelope: it says nothing about why, and has no cause.
 */
public final class DecryptionException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * The failure.
	 */
	public DecryptionException() {
		super("decryption failed");
	}

}
