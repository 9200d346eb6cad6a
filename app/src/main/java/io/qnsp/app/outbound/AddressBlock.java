package io.qnsp.app.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/**
 * A block of addresses of one family.
 *
 * @param prefix its first bytes, at least as many as the bits need
 * @param bits how many bits its addresses have in common
 */
record AddressBlock(byte[] prefix, int bits) {

	private static final Pattern NOTATION = Pattern.compile("([0-9a-fA-F.:]{2,45})/([0-9]{1,3})");

	/**
	 * Reads a block in CIDR notation.
	 * @param text such as {@code 10.1.0.0/16} or {@code fd00:1::/32}
	 * @throws IllegalArgumentException when it is none, or has bits beyond the prefix
	 */
	static AddressBlock parse(String text) {
		Matcher parts = NOTATION.matcher(text.strip());
		byte[] address = parts.matches() ? NetUtil.createByteArrayFromIpAddressString(parts.group(1)) : null;
		int bits = (address != null) ? Integer.parseInt(parts.group(2)) : 0;
		if (address == null || bits > address.length * Byte.SIZE || hasBitsAfter(address, bits)) {
			throw new IllegalArgumentException(
					"qnsp.outbound.allowed-networks: %s (expected: a network such as 10.1.0.0/16)".formatted(text));
		}
		return new AddressBlock(address, bits);
	}

	private static boolean hasBitsAfter(byte[] address, int bits) {
		for (int bit = bits; bit < address.length * Byte.SIZE; bit++) {
			if ((address[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether an address, of the same family as the block, lies in it.
	 */
	boolean holds(byte[] address) {
		for (int bit = 0; bit < this.bits; bit++) {
			int mask = 0x80 >> (bit % Byte.SIZE);
			if ((address[bit / Byte.SIZE] & mask) != (this.prefix[bit / Byte.SIZE] & mask)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether an address of any family lies in the block, whose prefix is a whole
	 * address.
	 */
	boolean holds(InetAddress address) {
		byte[] bytes = address.getAddress();
		return bytes.length == this.prefix.length && holds(bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AddressBlock block && this.bits == block.bits
				&& Arrays.equals(this.prefix, block.prefix);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.prefix) * 31 + this.bits;
	}

	@Override
	public String toString() {
		try {
			return InetAddress.getByAddress(this.prefix).getHostAddress() + "/" + this.bits;
		}
		catch (UnknownHostException ex) {
			return Arrays.toString(this.prefix) + "/" + this.bits;
		}
	}

}
