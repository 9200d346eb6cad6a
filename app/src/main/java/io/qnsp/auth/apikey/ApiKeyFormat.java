package io.qnsp.auth.apikey;

import java.util.Base64;
import java.util.regex.Pattern;

import io.qnsp.crypto.random.Randoms;

/**
 * The form of API keys: {@code qnsp_pqc_} and a secret. Keys made here hold 256 random
 * bits as 43 characters of base64url (RFC 4648); keys that an operator chooses at
 * start-up may be as short as 16 characters after the prefix.
 */
final class ApiKeyFormat {

	/** How every key starts. */
	static final String PREFIX = "qnsp_pqc_";

	private static final int SECRET_BYTES = 32;

	private static final int MAX_SHOWN = 20;

	private static final Pattern KEY = Pattern.compile("qnsp_pqc_[A-Za-z0-9_-]{16,191}");

	private ApiKeyFormat() {
	}

	static String generate(Randoms randoms) {
		return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randoms.bytes(SECRET_BYTES));
	}

	static boolean isAcceptable(String key) {
		return KEY.matcher(key).matches();
	}

	/**
	 * The part of a key that is kept and shown: the first 20 characters, fewer when that
	 * were more than a third of the secret.
	 */
	static String shown(String key) {
		return key.substring(0, Math.min(MAX_SHOWN, PREFIX.length() + (key.length() - PREFIX.length()) / 3));
	}

}
