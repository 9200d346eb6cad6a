package io.qnsp.crypto.jca;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * A key pair in its raw forms, see {@link io.qnsp.crypto.encoding.KeyEncodings}.
 *
 * @param secret the raw private key; closed with this object
 * @param publicKey the raw public key
 */
public record RawKeyPair(SecretBytes secret, byte[] publicKey) implements Wipeable {

	@Override
	public void close() {
		this.secret.close();
	}

	@Override
	public String toString() {
		return "RawKeyPair[" + this.publicKey.length + " bytes]";
	}

}
