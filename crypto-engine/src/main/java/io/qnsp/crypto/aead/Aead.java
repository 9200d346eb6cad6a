package io.qnsp.crypto.aead;

import java.util.Optional;

import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.random.Randoms;
import reactor.core.publisher.Mono;

/**
 * AES-256-GCM (SP 800-38D) in a versioned envelope.
 * <p>
 * <b>Security guarantees.</b> Confidentiality and integrity of the plaintext, integrity
 * of the header (version, algorithm, key id) and of the associated data, under
 * chosen-ciphertext attack, as long as one key encrypts at most 2^32 messages: nonces are
 * 96 random bits. The plaintext's length shows. An envelope is not bound to its key
 * beyond the key id: do not rely on it as a commitment to a key. Every failure to decrypt
 * is the same {@link DecryptionException}. An array given to a method that answers a
 * {@code Mono} must stay unchanged until it ends.
 */
public final class Aead {

	/** How many bytes an envelope is longer than its plaintext. */
	public static final int OVERHEAD_BYTES = Envelope.OVERHEAD_BYTES;

	private final Lane lane;

	private final Randoms randoms;

	/**
	 * The primitive on a lane.
	 * @param lane where encryption runs
	 * @param randoms where nonces and keys come from
	 */
	public Aead(Lane lane, Randoms randoms) {
		this.lane = lane;
		this.randoms = randoms;
	}

	/**
	 * A new random key.
	 * @param id its public name
	 * @return the key; the caller closes it
	 */
	public AeadKey generateKey(KeyId id) {
		return new AeadKey(id, this.randoms.secret(AeadKey.BYTES));
	}

	/**
	 * Encrypts on the lane.
	 * @param key the key; must stay open until the answer
	 * @param plaintext any length
	 * @param associatedData what the envelope is bound to
	 * @return the envelope
	 */
	public Mono<byte[]> encrypt(AeadKey key, byte[] plaintext, AssociatedData associatedData) {
		return this.lane.run("aes-256-gcm.encrypt", () -> Envelope.close(key, this.randoms, plaintext, associatedData));
	}

	/**
	 * Decrypts on the lane.
	 * @param key the key that the envelope names; must stay open until the answer
	 * @param envelope what {@link #encrypt} or {@link #encryptInline} made
	 * @param associatedData the same as then
	 * @return the plaintext, or {@link DecryptionException}
	 */
	public Mono<byte[]> decrypt(AeadKey key, byte[] envelope, AssociatedData associatedData) {
		return this.lane.run("aes-256-gcm.decrypt", () -> Envelope.open(key, envelope, associatedData));
	}

	/**
	 * Encrypts on the calling thread.
	 * @param key the key
	 * @param plaintext at most {@value InlineOperations#AES_GCM_BYTES} bytes
	 * @param associatedData what the envelope is bound to
	 * @return the envelope
	 * @throws IllegalArgumentException for a longer plaintext
	 */
	public byte[] encryptInline(AeadKey key, byte[] plaintext, AssociatedData associatedData) {
		InlineOperations.requireWithin("aes-256-gcm", plaintext.length, InlineOperations.AES_GCM_BYTES);
		return Envelope.close(key, this.randoms, plaintext, associatedData);
	}

	/**
	 * Decrypts on the calling thread.
	 * @param key the key that the envelope names
	 * @param envelope with a plaintext of at most {@value InlineOperations#AES_GCM_BYTES}
	 * bytes
	 * @param associatedData the same as when encrypting
	 * @return the plaintext
	 * @throws DecryptionException if it can't be decrypted, whatever the reason
	 * @throws IllegalArgumentException for a longer envelope
	 */
	public byte[] decryptInline(AeadKey key, byte[] envelope, AssociatedData associatedData) {
		InlineOperations.requireWithin("aes-256-gcm", envelope.length - OVERHEAD_BYTES, InlineOperations.AES_GCM_BYTES);
		return Envelope.open(key, envelope, associatedData);
	}

	/**
	 * Which key an envelope names. The answer is not authenticated before the envelope is
	 * decrypted with that key.
	 * @param envelope any bytes
	 * @return the key id, or empty for anything that is not an envelope of a known
	 * version
	 */
	public static Optional<KeyId> keyIdOf(byte[] envelope) {
		return Envelope.keyId(envelope);
	}

}
