package io.qnsp.crypto.kem;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * What an encapsulation gives.
 *
 * @param secret the shared secret; closed with this object
 * @param encapsulated what the private key's holder needs to recover it; public
 */
public record Encapsulation(SecretBytes secret, byte[] encapsulated) implements Wipeable {

	@Override
	public void close() {
		this.secret.close();
	}

	@Override
	public String toString() {
		return "Encapsulation[" + this.encapsulated.length + " bytes]";
	}

}
