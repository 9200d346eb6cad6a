package io.qnsp.core.integrity.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a tree hashes (RFC 6962, section 2.1): leaves and inner nodes are told apart by
 * their first byte, so that none can pass for the other.
 */
public enum TreeHash {

	/** SHA3-256 (FIPS 202). */
	SHA3_256("SHA3-256"),
	/** SHA-256 (FIPS 180-4), what the published test values are made with. */
	SHA_256("SHA-256");

	/** How many bytes a hash has. */
	public static final int BYTES = 32;

	private static final byte LEAF = 0;

	private static final byte NODE = 1;

	private final String algorithm;

	TreeHash(String algorithm) {
		this.algorithm = algorithm;
	}

	/**
	 * The hash's name.
	 * @return as the standards write it
	 */
	public String algorithm() {
		return this.algorithm;
	}

	/**
	 * The hash of a tree without entries.
	 * @return 32 bytes
	 */
	public byte[] empty() {
		return digest().digest();
	}

	/**
	 * The hash of anything that is no part of a tree.
	 * @param data any bytes
	 * @return 32 bytes
	 */
	public byte[] plain(byte[] data) {
		return digest().digest(data);
	}

	/**
	 * The hash of an entry.
	 * @param entry any bytes
	 * @return 32 bytes
	 */
	public byte[] leaf(byte[] entry) {
		MessageDigest digest = digest();
		digest.update(LEAF);
		return digest.digest(entry);
	}

	/**
	 * The hash of an inner node.
	 * @param left the hash on its left
	 * @param right the hash on its right
	 * @return 32 bytes
	 */
	public byte[] node(byte[] left, byte[] right) {
		MessageDigest digest = digest();
		digest.update(NODE);
		digest.update(left);
		return digest.digest(right);
	}

	private MessageDigest digest() {
		try {
			return MessageDigest.getInstance(this.algorithm);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(this.algorithm + ": not offered by this JDK", ex);
		}
	}

}
