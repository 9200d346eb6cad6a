package io.qnsp.core.journal;

import io.qnsp.core.caller.CredentialText;
import org.jspecify.annotations.Nullable;

/**
 * Makes any Java string storable: PostgreSQL's text has no NUL and no lone surrogates,
 * and jsonb refuses their escapes too. Each is replaced by U+FFFD, so that what a client
 * sent can never stop its own audit event. Credentials that a client put where they don't
 * belong are masked.
 */
final class SafeText {

	private static final char REPLACEMENT = '\uFFFD';

	private static final String ESCAPED_REPLACEMENT = "\\ufffd";

	private SafeText() {
	}

	/**
	 * Cleans and shortens a column's text.
	 * @param text any text
	 * @param maxLength the column's limit in characters
	 * @return storable text of at most that length
	 */
	static String text(String text, int maxLength) {
		String masked = CredentialText.masked(text);
		String clipped = (masked.length() > maxLength) ? masked.substring(0, maxLength) : masked;
		for (int i = 0; i < clipped.length(); i++) {
			if (isBad(clipped, i)) {
				return cleaned(clipped);
			}
		}
		return clipped;
	}

	static @Nullable String textOrNull(@Nullable String text, int maxLength) {
		return (text != null) ? text(text, maxLength) : null;
	}

	/**
	 * Cleans JSON text, in which the same characters may also stand as escapes.
	 * @param json well-formed JSON
	 * @return JSON that jsonb takes
	 */
	static String json(String json) {
		String raw = text(json, json.length());
		return (raw.indexOf("\\u") < 0) ? raw : withoutBadEscapes(raw);
	}

	private static String cleaned(String text) {
		StringBuilder result = new StringBuilder(text);
		for (int i = 0; i < result.length(); i++) {
			if (isBad(text, i)) {
				result.setCharAt(i, REPLACEMENT);
			}
		}
		return result.toString();
	}

	private static boolean isBad(String text, int index) {
		char c = text.charAt(index);
		if (Character.isHighSurrogate(c)) {
			return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
		}
		if (Character.isLowSurrogate(c)) {
			return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
		}
		return c == 0;
	}

	private static String withoutBadEscapes(String json) {
		StringBuilder result = new StringBuilder(json.length());
		int i = 0;
		while (i < json.length()) {
			char c = json.charAt(i);
			if (c != '\\') {
				result.append(c);
				i++;
				continue;
			}
			int length = escapeLength(json, i);
			if (length == 0) {
				result.append(ESCAPED_REPLACEMENT);
				length = 6;
			}
			else {
				result.append(json, i, i + length);
			}
			i += length;
		}
		return result.toString();
	}

	/**
	 * How long the good escape at the index is: 2, 6, or 12 for a surrogate pair; 0 for a
	 * bad one.
	 */
	private static int escapeLength(String json, int index) {
		if (json.charAt(index + 1) != 'u') {
			return 2;
		}
		char first = escaped(json, index);
		if (Character.isHighSurrogate(first)) {
			boolean pair = json.startsWith("\\u", index + 6) && Character.isLowSurrogate(escaped(json, index + 6));
			return pair ? 12 : 0;
		}
		return (first == 0 || Character.isLowSurrogate(first)) ? 0 : 6;
	}

	private static char escaped(String json, int index) {
		return (char) Integer.parseInt(json, index + 2, index + 6, 16);
	}

}
