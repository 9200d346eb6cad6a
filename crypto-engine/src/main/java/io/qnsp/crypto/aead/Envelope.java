package io.qnsp.crypto.aead;

import java.nio.ByteBuffer;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.random.Randoms;

/**
 * The envelope: version (1 byte, 1), algorithm (1 byte, 1 = AES-256-GCM), key id (16),
 * nonce (12), ciphertext, tag (16). The header (version, algorithm, key id) is
 * authenticated in front of the caller's associated data; its length is fixed, so the two
 * can't be confused.
 */
final class Envelope {

	static final int HEADER_BYTES = 2 + KeyId.BYTES;

	static final int OVERHEAD_BYTES = HEADER_BYTES + JdkAead.NONCE_BYTES + JdkAead.TAG_BYTES;

	private static final byte VERSION = 1;

	private static final byte AES_256_GCM = 1;

	private Envelope() {
	}

	static byte[] close(AeadKey key, Randoms randoms, byte[] plaintext, AssociatedData associatedData) {
		byte[] header = header(key.id());
		byte[] nonce = randoms.bytes(JdkAead.NONCE_BYTES);
		byte[] envelope = new byte[Math.addExact(OVERHEAD_BYTES, plaintext.length)];
		ByteBuffer.wrap(envelope).put(header).put(nonce);
		JdkAead.encrypt(Algorithm.AES_256_GCM, key.bytes(), nonce, new byte[][] { header, associatedData.encoded() },
				plaintext, envelope, HEADER_BYTES + JdkAead.NONCE_BYTES);
		return envelope;
	}

	static byte[] open(AeadKey key, byte[] envelope, AssociatedData associatedData) {
		if (keyId(envelope).filter(key.id()::equals).isEmpty()) {
			throw new DecryptionException();
		}
		byte[] header = new byte[HEADER_BYTES];
		byte[] nonce = new byte[JdkAead.NONCE_BYTES];
		ByteBuffer.wrap(envelope).get(header).get(nonce);
		return JdkAead.decrypt(Algorithm.AES_256_GCM, key.bytes(), nonce,
				new byte[][] { header, associatedData.encoded() }, envelope, HEADER_BYTES + JdkAead.NONCE_BYTES);
	}

	/** Empty for anything that is not an envelope of a known version and algorithm. */
	static Optional<KeyId> keyId(byte[] envelope) {
		if (envelope.length < OVERHEAD_BYTES || envelope[0] != VERSION || envelope[1] != AES_256_GCM) {
			return Optional.empty();
		}
		return Optional.of(KeyId.read(ByteBuffer.wrap(envelope, 2, KeyId.BYTES)));
	}

	static byte[] header(KeyId id) {
		ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(VERSION).put(AES_256_GCM);
		id.write(header);
		return header.array();
	}

}
