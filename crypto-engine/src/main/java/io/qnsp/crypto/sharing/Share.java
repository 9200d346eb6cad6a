package io.qnsp.crypto.sharing;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * One share of a secret. Its value is secret and wiped on close; the rest is not.
 * Encoded, version 1:
 *
 * <pre>
 * 0x01 || index || threshold || count || set id (16) || commitment (32)
 *   || hash of each share (32 * count) || fingerprint (32) || value (secret's length + 32)
 * </pre>
 */
public final class Share implements Wipeable {

	private static final SecretAccess ENCODING = SecretAccess.because("value of a share, to be encoded or checked");

	private static final byte VERSION = 1;

	private static final int SHORTEST_VALUE = 1 + SetDescription.SALT_BYTES;

	private static final int LONGEST_VALUE = SecretSharing.LONGEST_SECRET + SetDescription.SALT_BYTES;

	private final int index;

	private final SetDescription set;

	private final byte[] fingerprint;

	private final SecretBytes value;

	Share(int index, SetDescription set, byte[] fingerprint, SecretBytes value) {
		this.index = index;
		this.set = set;
		this.fingerprint = fingerprint;
		this.value = value;
	}

	/**
	 * Reads a share. Only its form is checked here; whether it was changed shows when it
	 * is combined.
	 * @param encoded what {@link #encode} made; the caller closes it
	 * @return the share; the caller closes it
	 * @throws IllegalArgumentException if it is malformed
	 */
	public static Share decode(SecretBytes encoded) {
		byte[] bytes = encoded.toByteArray(ENCODING);
		try {
			return decode(bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private static Share decode(byte[] bytes) {
		require(bytes.length >= 4, bytes.length + " bytes", "a share");
		int index = bytes[1] & 0xff;
		int threshold = bytes[2] & 0xff;
		int count = bytes[3] & 0xff;
		require(bytes[0] == VERSION, "version " + bytes[0], "1");
		require(count >= threshold && threshold >= SecretSharing.SMALLEST_THRESHOLD, threshold + " of " + count,
				"a threshold of at least 2 and no more than there are");
		require(index >= 1 && index <= count, "index " + index, "1.." + count);
		int open = 2 + SetDescription.encodedLength(count) + SetDescription.HASH_BYTES;
		int length = bytes.length - open;
		require(length >= SHORTEST_VALUE && length <= LONGEST_VALUE, bytes.length + " bytes",
				(open + SHORTEST_VALUE) + ".." + (open + LONGEST_VALUE));
		ByteBuffer rest = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
		SetDescription set = SetDescription.read(rest);
		byte[] fingerprint = SetDescription.bytes(rest, SetDescription.HASH_BYTES);
		return new Share(index, set, fingerprint, SecretBytes.takeOver(SetDescription.bytes(rest, length)));
	}

	private static void require(boolean holds, String found, String expected) {
		if (!holds) {
			throw new IllegalArgumentException("share: " + found + " (expected: " + expected + ")");
		}
	}

	/**
	 * The share as bytes.
	 * @return a holder that the caller closes
	 * @throws IllegalStateException if closed
	 */
	public SecretBytes encode() {
		byte[] open = this.set.encoded();
		return SecretBytes.takeOver(this.value.read(ENCODING,
				(bytes) -> ByteBuffer.allocate(2 + open.length + this.fingerprint.length + bytes.length)
					.put(VERSION)
					.put((byte) this.index)
					.put(open)
					.put(this.fingerprint)
					.put(bytes)
					.array()));
	}

	/**
	 * Which share of its set it is.
	 * @return 1 to {@link #count()}
	 */
	public int index() {
		return this.index;
	}

	/**
	 * How many shares recover the secret.
	 * @return 2 to {@link #count()}
	 */
	public int threshold() {
		return this.set.terms().threshold();
	}

	/**
	 * How many shares the set has.
	 * @return at most {@value SecretSharing#MOST_SHARES}
	 */
	public int count() {
		return this.set.terms().count();
	}

	/**
	 * Which set it says it is of.
	 * @return a copy, 16 bytes
	 */
	public byte[] setId() {
		return this.set.terms().setId().clone();
	}

	/**
	 * The fingerprint of the set it says it is of.
	 * @return a copy, 32 bytes
	 */
	public byte[] fingerprint() {
		return this.fingerprint.clone();
	}

	/** Whether value, index and set are what they were when the set was made. */
	boolean isUnchanged() {
		return Digests.constantTimeEquals(this.set.fingerprint(), this.fingerprint)
				&& this.value.read(ENCODING, (bytes) -> this.set.has(this.index, bytes));
	}

	boolean isOf(byte[] setFingerprint) {
		return Digests.constantTimeEquals(this.fingerprint, setFingerprint);
	}

	SetDescription set() {
		return this.set;
	}

	SecretBytes value() {
		return this.value;
	}

	@Override
	public void close() {
		this.value.close();
	}

	@Override
	public String toString() {
		return "Share[" + this.index + " of " + count() + ", threshold " + threshold() + "]";
	}

}
