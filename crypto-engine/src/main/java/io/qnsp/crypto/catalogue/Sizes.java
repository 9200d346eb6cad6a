package io.qnsp.crypto.catalogue;

/**
 * Lengths in bytes; 0 where the length depends on the key.
 *
 * @param publicKey of the encoded public key; 0 for symmetric keys too
 * @param privateKey of the form a private or secret key is stored in: the seed where the
 * standard has one
 * @param output of a signature, of what an encapsulation sends, or of a tag; the longest
 * where it varies
 */
public record Sizes(int publicKey, int privateKey, int output) {

	/** Whatever the key says. */
	static final Sizes OF_THE_KEY = new Sizes(0, 0, 0);

	static Sizes symmetric(int key, int tag) {
		return new Sizes(0, key, tag);
	}

}
