package io.qnsp.kms.keys.use;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What encryption and wrapping answer: which version of the key protects it, then what
 * the algorithm made.
 *
 * <pre>
 * 0x01 || version (4 bytes, big-endian) || body
 * body of AES-GCM and ChaCha20-Poly1305 = nonce (12 bytes) || ciphertext || tag (16 bytes)
 * body of AES wrapping keys             = AES key wrap with padding (RFC 5649)
 * body of KEM and RSA keys              = {@link io.qnsp.crypto.hybrid.HybridEncryption} version 1
 * </pre>
 *
 * The associated data is the caller's alone. The version only says which key opens it: a
 * changed one makes it fail.
 *
 * @param version the key's version, from 1
 * @param body what the algorithm made
 */
record KeyCiphertext(int version, byte[] body) {

	/** How many bytes come before the body. */
	static final int HEADER_BYTES = 5;

	private static final byte FORMAT = 1;

	/**
	 * As bytes.
	 */
	byte[] encode() {
		return ByteBuffer.allocate(HEADER_BYTES + this.body.length)
			.put(FORMAT)
			.putInt(this.version)
			.put(this.body)
			.array();
	}

	/**
	 * From bytes.
	 * @param bytes what a caller sent
	 * @return the ciphertext, or empty when it can't be one
	 */
	static Optional<KeyCiphertext> decode(byte[] bytes) {
		if (bytes.length <= HEADER_BYTES || bytes[0] != FORMAT) {
			return Optional.empty();
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
		int version = buffer.getInt();
		byte[] body = new byte[buffer.remaining()];
		buffer.get(body);
		return (version < 1) ? Optional.empty() : Optional.of(new KeyCiphertext(version, body));
	}

	@Override
	public String toString() {
		return "KeyCiphertext[version " + this.version + ", " + this.body.length + " bytes]";
	}

}
