package io.qnsp.app.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses belong to the public internet: by the special-purpose registries of
 * IANA (RFC 6890 and its successors), everything else is refused. Of IPv6 only global
 * unicast is public, without what carries an IPv4 address inside.
 */
final class PublicAddresses {

	private static final List<AddressBlock> SPECIAL_4 = List.of(block(8, 0), block(8, 10), block(10, 100, 64),
			block(8, 127), block(16, 169, 254), block(12, 172, 16), block(24, 192, 0, 0), block(24, 192, 0, 2),
			block(24, 192, 88, 99), block(16, 192, 168), block(15, 198, 18), block(24, 198, 51, 100),
			block(24, 203, 0, 113), block(4, 224), block(4, 240));

	private static final AddressBlock GLOBAL_6 = block(3, 0x20);

	// IETF assignments with Teredo, documentation, 6to4, documentation.
	private static final List<AddressBlock> SPECIAL_6 = List.of(block(23, 0x20, 0x01, 0x00),
			block(32, 0x20, 0x01, 0x0d, 0xb8), block(16, 0x20, 0x02), block(20, 0x3f, 0xff, 0x00));

	private PublicAddresses() {
	}

	static boolean contain(InetAddress address) {
		byte[] bytes = address.getAddress();
		return (address instanceof Inet4Address) ? SPECIAL_4.stream().noneMatch((block) -> block.holds(bytes))
				: GLOBAL_6.holds(bytes) && SPECIAL_6.stream().noneMatch((block) -> block.holds(bytes));
	}

	private static AddressBlock block(int bits, int... prefix) {
		byte[] bytes = new byte[prefix.length];
		for (int i = 0; i < prefix.length; i++) {
			bytes[i] = (byte) prefix[i];
		}
		return new AddressBlock(bytes, bits);
	}

}
