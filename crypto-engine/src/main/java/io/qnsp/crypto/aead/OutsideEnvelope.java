package io.qnsp.crypto.aead;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Envelopes whose key is elsewhere, in an HSM that answers nonce (12 bytes), ciphertext
 * and tag (16). Byte for byte what {@link Aead} makes: the header is authenticated in
 * front of the associated data, so {@link Aead#keyIdOf} tells whose key it is.
 *
 * @param key the public name of the key
 */
public record OutsideEnvelope(KeyId key) {

	/**
	 * What to give the HSM as associated data.
	 * @param associatedData what the envelope is bound to
	 * @return header and associated data
	 */
	public byte[] associatedData(AssociatedData associatedData) {
		byte[] header = Envelope.header(this.key);
		byte[] encoded = associatedData.encoded();
		return ByteBuffer.allocate(header.length + encoded.length).put(header).put(encoded).array();
	}

	/**
	 * Puts the header in front.
	 * @param body nonce, ciphertext and tag
	 * @return the envelope
	 */
	public byte[] close(byte[] body) {
		byte[] header = Envelope.header(this.key);
		return ByteBuffer.allocate(header.length + body.length).put(header).put(body).array();
	}

	/**
	 * Takes the header off.
	 * @param envelope what {@link #close} made
	 * @return nonce, ciphertext and tag
	 * @throws DecryptionException if it is no envelope, or one of another key
	 */
	public byte[] open(byte[] envelope) {
		if (Envelope.keyId(envelope).filter(this.key::equals).isEmpty()) {
			throw new DecryptionException();
		}
		return Arrays.copyOfRange(envelope, Envelope.HEADER_BYTES, envelope.length);
	}

}
