package io.qnsp.crypto.aead;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * An AES-256 key and its public name.
 * <p>
 * <b>Security guarantees.</b> Nonces are random, so one key must encrypt at most 2^32
 * messages (SP 800-38D, 8.3): rotate well before. The key is wiped on close; a use that
 * is under way ends first.
 */
public final class AeadKey implements Wipeable {

	/** Length of the key in bytes. */
	public static final int BYTES = 32;

	private final KeyId id;

	private final SecretBytes bytes;

	/**
	 * A key.
	 * @param id its public name
	 * @param bytes exactly 32; this object closes them from now on
	 * @throws IllegalArgumentException for another length
	 */
	public AeadKey(KeyId id, SecretBytes bytes) {
		if (bytes.length() != BYTES) {
			throw new IllegalArgumentException("AES-256 key: " + bytes.length() + " bytes (expected: " + BYTES + ")");
		}
		this.id = id;
		this.bytes = bytes;
	}

	/**
	 * The key's public name.
	 * @return the id that its envelopes carry
	 */
	public KeyId id() {
		return this.id;
	}

	/**
	 * The key's bytes, for wrapping.
	 * @return the holder inside this key, closed with it
	 */
	public SecretBytes bytes() {
		return this.bytes;
	}

	@Override
	public void close() {
		this.bytes.close();
	}

	@Override
	public String toString() {
		return "AeadKey[" + this.id + "]";
	}

}
