package io.qnsp.auth.token;

import java.time.Instant;

import io.qnsp.crypto.signature.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * A signing key in memory.
 *
 * @param kid its name
 * @param key the key
 * @param publicKey its public part; not changed by anyone
 * @param signsFrom when it begins to sign
 * @param verifiesUntil until when it verifies, or {@code null} while it signs
 */
record LoadedKey(String kid, SigningKey key, byte[] publicKey, Instant signsFrom, @Nullable Instant verifiesUntil) {

	boolean verifiesAt(Instant time) {
		return this.verifiesUntil == null || time.isBefore(this.verifiesUntil);
	}

	LoadedKey until(@Nullable Instant time) {
		return new LoadedKey(this.kid, this.key, this.publicKey, this.signsFrom, time);
	}

	@Override
	public String toString() {
		return "LoadedKey[" + this.kid + "]";
	}

}
