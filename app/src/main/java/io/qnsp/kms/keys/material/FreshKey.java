package io.qnsp.kms.keys.material;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import org.jspecify.annotations.Nullable;

/**
 * Material that is not stored yet.
 *
 * @param secret the raw private or secret key; {@code null} for a public key alone
 * @param publicKey the raw public key; {@code null} for a symmetric key
 */
public record FreshKey(@Nullable SecretBytes secret, byte @Nullable [] publicKey) implements Wipeable {

	@Override
	public void close() {
		if (this.secret != null) {
			this.secret.close();
		}
	}

	@Override
	public String toString() {
		return "FreshKey[]";
	}

}
