package io.qnsp.auth.risk.evidence;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

import io.qnsp.crypto.digest.Digests;

/**
 * Stand-ins for what is too sensitive or too long to be kept as it is.
 */
public final class LoginDigests {

	/** Longest user agent that is kept as it is. */
	static final int MAX_USER_AGENT = 256;

	private LoginDigests() {
	}

	/**
	 * What is kept of a device fingerprint: SHA3-256 of the tenant and the fingerprint,
	 * so that nobody can follow a device from one tenant to another.
	 * @param tenantId the tenant
	 * @param fingerprint the fingerprint
	 * @return 64 characters of hex
	 */
	public static String fingerprint(UUID tenantId, String fingerprint) {
		return hex(tenantId + "\0" + fingerprint);
	}

	/**
	 * What is kept and counted of a user agent: itself, or a digest when it is longer
	 * than {@value #MAX_USER_AGENT} characters.
	 * @param userAgent the user agent
	 * @return at most {@value #MAX_USER_AGENT} characters
	 */
	public static String userAgent(String userAgent) {
		return (userAgent.length() <= MAX_USER_AGENT) ? userAgent : "sha3-256:" + hex(userAgent);
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(Digests.sha3_256(text.getBytes(StandardCharsets.UTF_8)));
	}

}
