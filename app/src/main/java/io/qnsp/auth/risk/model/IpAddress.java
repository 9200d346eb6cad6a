package io.qnsp.auth.risk.model;

import java.net.InetAddress;
import java.util.Arrays;

import io.qnsp.core.text.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * An IP address in one canonical spelling, read from a literal without any name lookup:
 * IPv4 dotted decimal, IPv6 as RFC 5952 says, IPv4-mapped IPv6 as the IPv4 address.
 *
 * <p>
 * The network stands in for the autonomous system of Freeman et al., because no ASN
 * database is shipped: the /24 of an IPv4 address, the /48 of an IPv6 address (the usual
 * size of one site's assignment, RFC 6177).
 *
 * @param text the canonical address, e.g. {@code 2001:db8::1}
 * @param network the canonical network, e.g. {@code 2001:db8::/48}
 */
public record IpAddress(String text, String network) {

	private static final int V6_NETWORK_BYTES = 6;

	private static final int LONGEST_EXCERPT = 45;

	/**
	 * Says what is wrong with a literal.
	 * @param literal what the client sent
	 * @return the problem, or {@code null} if {@link #of} accepts the literal
	 */
	public static @Nullable String problem(String literal) {
		return (IpLiteral.read(literal) == null)
				? "ipAddress: \"%s\" (expected: an IPv4 or IPv6 address, no name, port, prefix length or zone)"
					.formatted(excerpt(literal))
				: null;
	}

	/**
	 * Reads a literal.
	 * @param literal IPv4 dotted decimal without leading zeros, or IPv6 without a zone
	 * @return the address
	 * @throws IllegalArgumentException if {@link #problem} says so
	 */
	public static IpAddress of(String literal) {
		InetAddress address = IpLiteral.read(literal);
		if (address == null) {
			throw new IllegalArgumentException(problem(literal));
		}
		byte[] bytes = address.getAddress();
		if (bytes.length == 4) {
			String text = address.getHostAddress();
			return new IpAddress(text, text.substring(0, text.lastIndexOf('.')) + ".0/24");
		}
		String text = compressed(bytes);
		Arrays.fill(bytes, V6_NETWORK_BYTES, bytes.length, (byte) 0);
		return new IpAddress(text, compressed(bytes) + "/48");
	}

	/* RFC 5952: lower case, no leading zeros, "::" for the first longest run of zeros. */
	private static String compressed(byte[] bytes) {
		int runStart = -1;
		int runLength = 1;
		for (int i = 0; i < 8; i++) {
			int end = i;
			while (end < 8 && group(bytes, end) == 0) {
				end++;
			}
			if (end - i > runLength) {
				runStart = i;
				runLength = end - i;
			}
		}
		StringBuilder text = new StringBuilder(39);
		for (int i = 0; i < 8; i++) {
			if (i == runStart) {
				text.append("::");
				i += runLength - 1;
				continue;
			}
			if (i > 0 && text.charAt(text.length() - 1) != ':') {
				text.append(':');
			}
			text.append(Integer.toHexString(group(bytes, i)));
		}
		return text.toString();
	}

	private static int group(byte[] bytes, int index) {
		return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
	}

	private static String excerpt(String literal) {
		StringBuilder printable = new StringBuilder();
		for (int i = 0; i < Math.min(literal.length(), LONGEST_EXCERPT); i++) {
			char c = literal.charAt(i);
			printable.append((c >= ' ' && c <= '~') ? c : '?');
		}
		return printable.append((literal.length() > LONGEST_EXCERPT) ? "..." : "").toString();
	}

}
