package io.qnsp.core.error;

import java.util.Base64;

/**
 * Bytes as callers send them: base64 of RFC 4648, section 4, with its padding. Each
 * content has one text only, so that comparing texts compares contents.
 */
public final class Base64Text {

	private static final int GROUP = 4;

	private Base64Text() {
	}

	/**
	 * Reads bytes.
	 * @param field the field's name, for the message
	 * @param text what was sent
	 * @return the bytes
	 * @throws QnspException a 400 for anything that encoding would not have made
	 */
	public static byte[] decode(String field, String text) {
		try {
			byte[] bytes = Base64.getDecoder().decode(text);
			if (text.length() % GROUP == 0 && hasCanonicalEnd(text)) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			throw notBase64(field);
		}
		throw notBase64(field);
	}

	private static boolean hasCanonicalEnd(String text) {
		String end = text.substring(Math.max(0, text.length() - GROUP));
		return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(end)).equals(end);
	}

	private static QnspException notBase64(String field) {
		return QnspException.badRequest(field, "not base64 (expected: RFC 4648, section 4, with padding)");
	}

}
