package io.qnsp.crypto.sharing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.qnsp.crypto.digest.Digests;

/**
 * What all shares of a set carry alike.
 *
 * @param terms how many shares there are and are needed, and of which set
 * @param commitment to the secret
 * @param hashes of the shares, the first is of index 1
 */
record SetDescription(Terms terms, byte[] commitment, List<byte[]> hashes) {

	static final int SET_ID_BYTES = 16;

	static final int SALT_BYTES = 32;

	static final int HASH_BYTES = 32;

	private static final byte[] SECRET = label("qnsp shared secret v1");

	private static final byte[] SHARE = label("qnsp share v1");

	private static final byte[] SET = label("qnsp share set v1");

	static SetDescription of(Terms terms, byte[] commitment, byte[][] values) {
		List<byte[]> hashes = new ArrayList<>(values.length);
		for (int i = 0; i < values.length; i++) {
			hashes.add(hash(terms, commitment, i + 1, values[i]));
		}
		return new SetDescription(terms, commitment, List.copyOf(hashes));
	}

	static SetDescription read(ByteBuffer from) {
		int threshold = from.get() & 0xff;
		int count = from.get() & 0xff;
		Terms terms = new Terms(threshold, count, bytes(from, SET_ID_BYTES));
		byte[] commitment = bytes(from, HASH_BYTES);
		List<byte[]> hashes = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			hashes.add(bytes(from, HASH_BYTES));
		}
		return new SetDescription(terms, commitment, List.copyOf(hashes));
	}

	static byte[] bytes(ByteBuffer from, int length) {
		byte[] bytes = new byte[length];
		from.get(bytes);
		return bytes;
	}

	static int encodedLength(int count) {
		return Terms.BYTES + HASH_BYTES * (1 + count);
	}

	byte[] encoded() {
		ByteBuffer bytes = ByteBuffer.allocate(encodedLength(this.hashes.size()));
		this.terms.write(bytes).put(this.commitment);
		this.hashes.forEach(bytes::put);
		return bytes.array();
	}

	byte[] fingerprint() {
		byte[] encoded = encoded();
		return Digests.sha3_256(ByteBuffer.allocate(SET.length + encoded.length).put(SET).put(encoded).array());
	}

	boolean has(int index, byte[] value) {
		return Digests.constantTimeEquals(hash(this.terms, this.commitment, index, value), this.hashes.get(index - 1));
	}

	private static byte[] hash(Terms terms, byte[] commitment, int index, byte[] value) {
		byte[] bytes = new byte[SHARE.length + 1 + Terms.BYTES + commitment.length + value.length];
		terms.write(ByteBuffer.wrap(bytes).put(SHARE).put((byte) index)).put(commitment).put(value);
		return hashAndWipe(bytes);
	}

	private static byte[] hashAndWipe(byte[] bytes) {
		byte[] digest = Digests.sha3_256(bytes);
		Arrays.fill(bytes, (byte) 0);
		return digest;
	}

	private static byte[] label(String label) {
		return (label + '\0').getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * The numbers of a set.
	 *
	 * @param threshold how many shares recover the secret
	 * @param count how many there are
	 * @param setId random
	 */
	record Terms(int threshold, int count, byte[] setId) {

		static final int BYTES = 2 + SET_ID_BYTES;

		byte[] commitment(byte[] payload) {
			int secret = payload.length - SALT_BYTES;
			byte[] bytes = new byte[SECRET.length + BYTES + payload.length];
			write(ByteBuffer.wrap(bytes).put(SECRET)).put(payload, secret, SALT_BYTES).put(payload, 0, secret);
			return hashAndWipe(bytes);
		}

		ByteBuffer write(ByteBuffer to) {
			return to.put((byte) this.threshold).put((byte) this.count).put(this.setId);
		}

	}

}
