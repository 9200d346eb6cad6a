package io.qnsp.crypto.aead;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a ciphertext is bound to, for example purpose, owner and version.
 * <p>
 * <b>Security guarantees.</b> The encoding is injective: the number of parts, then each
 * part's length and UTF-8 bytes, so {@code ("ab", "c")} and {@code ("a", "bc")} differ.
 * Text that has no UTF-8 form (a lone surrogate) is refused rather than replaced.
 */
public final class AssociatedData {

	private static final int MOST_PARTS = 255;

	private static final int LONGEST_PART = 65_535;

	private final byte[] encoded;

	private AssociatedData(byte[] encoded) {
		this.encoded = encoded;
	}

	/**
	 * Binds to an ordered list of parts.
	 * @param parts 1 to 255 of them, each not empty and at most 65535 bytes of UTF-8
	 * @return the associated data
	 * @throws IllegalArgumentException outside these bounds
	 */
	public static AssociatedData of(String... parts) {
		if (parts.length == 0 || parts.length > MOST_PARTS) {
			throw new IllegalArgumentException(
					"associated data: " + parts.length + " parts (expected: 1.." + MOST_PARTS + ")");
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(parts.length);
		for (String part : parts) {
			ByteBuffer utf8 = utf8(part);
			out.write(utf8.remaining() >>> 8);
			out.write(utf8.remaining());
			out.write(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining());
		}
		return new AssociatedData(out.toByteArray());
	}

	private static ByteBuffer utf8(String part) {
		try {
			// a fresh encoder reports what String.getBytes would replace
			ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
			if (utf8.remaining() == 0 || utf8.remaining() > LONGEST_PART) {
				throw new IllegalArgumentException(
						"associated data part: " + utf8.remaining() + " bytes (expected: 1.." + LONGEST_PART + ")");
			}
			return utf8;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("associated data part: not encodable as UTF-8 (expected: valid text)",
					ex);
		}
	}

	/**
	 * The encoding, for derivations that bind the same parts.
	 * @return a copy
	 */
	public byte[] toByteArray() {
		return this.encoded.clone();
	}

	byte[] encoded() {
		return this.encoded;
	}

}
