package io.qnsp.app.signing;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What verifies signatures of the platform.
 *
 * @param keyId the key
 * @param publicKey the raw ML-DSA-65 public key, 1952 bytes
 * @param createdAt from when on it signed
 * @param retiredAt when another key took over, or {@code null} while it signs
 */
public record PlatformPublicKey(UUID keyId, byte[] publicKey, Instant createdAt, @Nullable Instant retiredAt) {

	@Override
	public String toString() {
		return "PlatformPublicKey[" + this.keyId + "]";
	}

}
