package io.qnsp.app.signing;

import java.util.UUID;

/**
 * A signature of the platform.
 *
 * @param keyId which key made it
 * @param bytes the ML-DSA-65 signature, 3309 bytes
 */
public record PlatformSignature(UUID keyId, byte[] bytes) {

	@Override
	public String toString() {
		return "PlatformSignature[" + this.keyId + "]";
	}

}
