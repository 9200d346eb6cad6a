package io.qnsp.crypto.aead;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The public name of a symmetric key, 16 bytes, carried in the envelope's header.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record KeyId(long high, long low) {

	/** Length in bytes. */
	public static final int BYTES = 16;

	/**
	 * The id that a UUID is.
	 * @param uuid any
	 * @return the same 16 bytes
	 */
	public static KeyId of(UUID uuid) {
		return new KeyId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
	}

	/**
	 * The id from its bytes.
	 * @param bytes exactly 16
	 * @return the id
	 * @throws IllegalArgumentException for another length
	 */
	public static KeyId of(byte[] bytes) {
		if (bytes.length != BYTES) {
			throw new IllegalArgumentException("key id: " + bytes.length + " bytes (expected: " + BYTES + ")");
		}
		return read(ByteBuffer.wrap(bytes));
	}

	static KeyId read(ByteBuffer from) {
		return new KeyId(from.getLong(), from.getLong());
	}

	void write(ByteBuffer to) {
		to.putLong(this.high).putLong(this.low);
	}

	/**
	 * The id as text.
	 * @return 32 hexadecimal digits
	 */
	@Override
	public String toString() {
		return HexFormat.of().toHexDigits(this.high) + HexFormat.of().toHexDigits(this.low);
	}

}
