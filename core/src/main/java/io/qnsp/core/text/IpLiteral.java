package io.qnsp.core.text;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses from literals without any name lookup: IPv4 dotted decimal without
 * leading zeros, IPv6 without a zone.
 */
public final class IpLiteral {

	/** The longest spelling of an address: 8 groups, the last two as dotted decimal. */
	private static final int MAX_LENGTH = 45;

	private IpLiteral() {
	}

	/**
	 * Reads a literal.
	 * @param literal what a client sent
	 * @return the address, or {@code null} when the text is none
	 */
	public static @Nullable InetAddress read(String literal) {
		if (literal.length() > MAX_LENGTH) {
			return null;
		}
		try {
			if (literal.indexOf(':') < 0) {
				return isDottedDecimal(literal) ? Inet4Address.ofLiteral(literal) : null;
			}
			return hasOnlyAddressCharacters(literal) ? Inet6Address.ofLiteral(literal) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/*
	 * The JDK also reads "1", "127.1" and "010.0.0.1", which other software reads
	 * differently: two readings of one address are a way around a rule.
	 */
	private static boolean isDottedDecimal(String text) {
		int dots = 0;
		int digits = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '.') {
				dots++;
				digits = 0;
			}
			else if (c < '0' || c > '9' || (digits > 0 && text.charAt(i - digits) == '0')) {
				return false;
			}
			else {
				digits++;
			}
		}
		return dots == 3;
	}

	private static boolean hasOnlyAddressCharacters(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			// digit() also knows the digits of other scripts.
			boolean isHex = c <= 'f' && Character.digit(c, 16) >= 0;
			if (!isHex && c != ':' && c != '.') {
				return false;
			}
		}
		return true;
	}

}
