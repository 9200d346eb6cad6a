package io.qnsp.core.caller;

import java.util.regex.Pattern;

/**
 * Finds credentials of this server in texts that clients choose themselves, such as a
 * {@code User-Agent}: API keys and JSON web tokens, whole or cut off.
 */
public final class CredentialText {

	private static final String KEY_PREFIX = "qnsp_pqc_";

	// The first characters of {" in base64url, with which every header of a JWS begins.
	private static final String TOKEN_PREFIX = "eyJ";

	private static final Pattern CREDENTIAL = Pattern
		.compile("(" + KEY_PREFIX + ")[A-Za-z0-9_-]+|(" + TOKEN_PREFIX + ")[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_.-]*");

	private CredentialText() {
	}

	/**
	 * Whether a text holds a credential.
	 * @param text any text
	 * @return whether {@link #masked} would change it
	 */
	public static boolean isIn(String text) {
		return mayBeIn(text) && CREDENTIAL.matcher(text).find();
	}

	/**
	 * Replaces each credential by the prefix that tells its kind.
	 * @param text any text
	 * @return the same text, if there is none in it
	 */
	public static String masked(String text) {
		return mayBeIn(text) ? CREDENTIAL.matcher(text).replaceAll("$1$2***") : text;
	}

	private static boolean mayBeIn(String text) {
		return text.contains(KEY_PREFIX) || text.contains(TOKEN_PREFIX);
	}

}
