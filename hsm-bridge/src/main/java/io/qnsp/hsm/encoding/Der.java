package io.qnsp.hsm.encoding;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The little DER (X.690) that keys and signatures of HSMs need.
 */
public final class Der {

	private static final int INTEGER = 0x02;

	private static final int BIT_STRING = 0x03;

	private static final int OCTET_STRING = 0x04;

	private static final int SEQUENCE = 0x30;

	private Der() {
	}

	/**
	 * A sequence.
	 * @param parts its elements, encoded
	 * @return DER
	 */
	public static byte[] sequence(byte[]... parts) {
		return element(SEQUENCE, parts);
	}

	/**
	 * An integer.
	 * @param value the number
	 * @return DER
	 */
	public static byte[] integer(BigInteger value) {
		return element(INTEGER, value.toByteArray());
	}

	/**
	 * A bit string of whole bytes.
	 * @param content the bytes
	 * @return DER
	 */
	public static byte[] bitString(byte[] content) {
		return element(BIT_STRING, new byte[1], content);
	}

	/**
	 * A constant.
	 * @param text hexadecimal
	 * @return the bytes
	 */
	public static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

	/**
	 * The content of an octet string; the bytes themselves if they are none.
	 * @param der what may be an octet string
	 * @param length of the content
	 * @return the content
	 */
	public static byte[] unwrapOctets(byte[] der, int length) {
		boolean wrapped = der.length > length && der[0] == OCTET_STRING;
		return wrapped ? Arrays.copyOfRange(der, der.length - length, der.length) : der;
	}

	/**
	 * ECDSA: two numbers side by side become a sequence of two integers.
	 * @param raw both numbers, equally long
	 * @return DER (RFC 3279)
	 */
	public static byte[] signature(byte[] raw) {
		int half = raw.length / 2;
		return sequence(integer(new BigInteger(1, Arrays.copyOf(raw, half))),
				integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length))));
	}

	/**
	 * The other way round.
	 * @param der DER (RFC 3279)
	 * @param half how many bytes each number takes
	 * @return the two numbers, or an empty array for what is not such a sequence
	 */
	public static byte[] rawSignature(byte[] der, int half) {
		byte[] raw = new byte[2 * half];
		int at = contentOf(der, 0, SEQUENCE);
		for (int i = 0; i < 2; i++) {
			int start = contentOf(der, at, INTEGER);
			int length = (start < 0) ? -1 : der[start - 1] & 0xff;
			if (start < 0 || start + length > der.length || length == 0) {
				return new byte[0];
			}
			byte[] number = new BigInteger(1, Arrays.copyOfRange(der, start, start + length)).toByteArray();
			int from = (number[0] == 0 && number.length > 1) ? 1 : 0;
			if (number.length - from > half) {
				return new byte[0];
			}
			System.arraycopy(number, from, raw, (i + 1) * half - (number.length - from), number.length - from);
			at = start + length;
		}
		// one spelling a signature: whatever else says the same is refused
		return Arrays.equals(der, signature(raw)) ? raw : new byte[0];
	}

	// Lengths of one byte, and of two with the leading 0x81: no signature is longer.
	private static int contentOf(byte[] der, int at, int tag) {
		if (at < 0 || at + 2 > der.length || (der[at] & 0xff) != tag) {
			return -1;
		}
		return ((der[at + 1] & 0xff) == 0x81) ? at + 3 : at + 2;
	}

	private static byte[] element(int tag, byte[]... parts) {
		int length = Arrays.stream(parts).mapToInt((part) -> part.length).sum();
		ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
		out.write(tag);
		if (length < 0x80) {
			out.write(length);
		}
		else {
			byte[] bytes = BigInteger.valueOf(length).toByteArray();
			int from = (bytes[0] == 0) ? 1 : 0;
			out.write(0x80 | (bytes.length - from));
			out.write(bytes, from, bytes.length - from);
		}
		for (byte[] part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

}
