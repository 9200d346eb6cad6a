package io.qnsp.kms.keys;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * The private or secret part of one version of a key.
 *
 * @param key what is known of the key
 * @param version which version
 * @param algorithm the version's algorithm
 * @param form how the material is written
 * @param material the private or secret key, wiped on close
 */
public record TakenKey(KeyDescription key, int version, Algorithm algorithm, KeyForm form,
		SecretBytes material) implements Wipeable {

	@Override
	public void close() {
		this.material.close();
	}

	@Override
	public String toString() {
		return "TakenKey[" + this.key.keyId() + ", " + this.version + "]";
	}

}
