package io.qnsp.auth.apikey;

import java.nio.charset.StandardCharsets;

import io.qnsp.crypto.digest.Digests;

/**
 * What is kept of a key instead of it: its SHA3-256. Keys hold enough randomness that a
 * plain hash is as good as a slow one.
 */
final class KeyHash {

	private final byte[] bytes;

	private KeyHash(byte[] bytes) {
		this.bytes = bytes;
	}

	static KeyHash of(String key) {
		return new KeyHash(Digests.sha3_256(key.getBytes(StandardCharsets.US_ASCII)));
	}

	static KeyHash stored(byte[] bytes) {
		return new KeyHash(bytes.clone());
	}

	byte[] toBytes() {
		return this.bytes.clone();
	}

	/**
	 * Compares in a time that does not depend on the content.
	 */
	boolean matches(KeyHash other) {
		return Digests.constantTimeEquals(this.bytes, other.bytes);
	}

}
