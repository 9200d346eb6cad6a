package io.qnsp.crypto.aead;

import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Authenticated encryption with keys that have no name: AES-128-GCM, AES-256-GCM (SP
 * 800-38D) and ChaCha20-Poly1305 (RFC 8439). The output is nonce (12 bytes), ciphertext,
 * tag (16 bytes).
 * <p>
 * <b>Security guarantees.</b> Confidentiality of the plaintext and integrity of it and of
 * the associated data, under chosen-ciphertext attack, as long as one key encrypts at
 * most 2^32 messages: nonces are 96 random bits. The length shows. The output is no
 * commitment to the key. Every failure to decrypt is the same
 * {@link DecryptionException}.
 */
public final class BareAead {

	/** How many bytes the output is longer than the plaintext. */
	public static final int OVERHEAD_BYTES = JdkAead.NONCE_BYTES + JdkAead.TAG_BYTES;

	private final Lane lane;

	private final Randoms randoms;

	/**
	 * The primitive on a lane.
	 * @param lane where large data is processed
	 * @param randoms where nonces come from
	 */
	public BareAead(Lane lane, Randoms randoms) {
		this.lane = lane;
		this.randoms = randoms;
	}

	/**
	 * Encrypts: small data at once, larger data on the lane.
	 * @param algorithm of the AES or ChaCha20-Poly1305 family
	 * @param key open until the answer
	 * @param plaintext any length; unchanged until the answer
	 * @param associatedData what the output is bound to, may be empty
	 * @return nonce, ciphertext and tag; {@link IllegalArgumentException} for a key of
	 * another length
	 */
	public Mono<byte[]> encrypt(Algorithm algorithm, SecretBytes key, byte[] plaintext, byte[] associatedData) {
		return (plaintext.length <= InlineOperations.AES_GCM_BYTES)
				? Mono.fromCallable(() -> encryptHere(algorithm, key, plaintext, associatedData)) : this.lane
					.run(algorithm.id() + ".encrypt", () -> encryptHere(algorithm, key, plaintext, associatedData));
	}

	/**
	 * Decrypts: small data at once, larger data on the lane.
	 * @param algorithm of the AES or ChaCha20-Poly1305 family
	 * @param key open until the answer
	 * @param sealed what {@link #encrypt} made
	 * @param associatedData the same as then
	 * @return the plaintext, or {@link DecryptionException}
	 */
	public Mono<byte[]> decrypt(Algorithm algorithm, SecretBytes key, byte[] sealed, byte[] associatedData) {
		return (sealed.length - OVERHEAD_BYTES <= InlineOperations.AES_GCM_BYTES)
				? Mono.fromCallable(() -> decryptHere(algorithm, key, sealed, associatedData))
				: this.lane.run(algorithm.id() + ".decrypt", () -> decryptHere(algorithm, key, sealed, associatedData));
	}

	/**
	 * {@link #encrypt} on the calling thread, for work that is on a lane already.
	 * @param algorithm of the AES or ChaCha20-Poly1305 family
	 * @param key an open key
	 * @param plaintext on an event loop at most {@value InlineOperations#AES_GCM_BYTES}
	 * bytes
	 * @param associatedData what the output is bound to
	 * @return nonce, ciphertext and tag
	 */
	public byte[] encryptHere(Algorithm algorithm, SecretBytes key, byte[] plaintext, byte[] associatedData) {
		require(algorithm, key);
		InlineOperations.requireWithinOnEventLoop(algorithm.id(), plaintext.length, InlineOperations.AES_GCM_BYTES);
		byte[] nonce = this.randoms.bytes(JdkAead.NONCE_BYTES);
		byte[] sealed = Arrays.copyOf(nonce, Math.addExact(OVERHEAD_BYTES, plaintext.length));
		JdkAead.encrypt(algorithm, key, nonce, new byte[][] { associatedData }, plaintext, sealed, nonce.length);
		return sealed;
	}

	/**
	 * {@link #decrypt} on the calling thread, for work that is on a lane already.
	 * @param algorithm of the AES or ChaCha20-Poly1305 family
	 * @param key an open key
	 * @param sealed nonce, ciphertext and tag
	 * @param associatedData the same as when encrypting
	 * @return the plaintext
	 * @throws DecryptionException if it can't be decrypted, whatever the reason
	 */
	public byte[] decryptHere(Algorithm algorithm, SecretBytes key, byte[] sealed, byte[] associatedData) {
		require(algorithm, key);
		if (sealed.length < OVERHEAD_BYTES) {
			throw new DecryptionException();
		}
		InlineOperations.requireWithinOnEventLoop(algorithm.id(), sealed.length - OVERHEAD_BYTES,
				InlineOperations.AES_GCM_BYTES);
		byte[] nonce = Arrays.copyOf(sealed, JdkAead.NONCE_BYTES);
		return JdkAead.decrypt(algorithm, key, nonce, new byte[][] { associatedData }, sealed, nonce.length);
	}

	private static void require(Algorithm algorithm, SecretBytes key) {
		if (algorithm.family() != Family.AES && algorithm.family() != Family.CHACHA20_POLY1305) {
			throw new IllegalArgumentException(algorithm + " (expected: AES-GCM or ChaCha20-Poly1305)");
		}
		int expected = algorithm.sizes().privateKey();
		if (key.length() != expected) {
			throw new IllegalArgumentException(
					algorithm + " key: " + key.length() + " bytes (expected: " + expected + ")");
		}
	}

}
