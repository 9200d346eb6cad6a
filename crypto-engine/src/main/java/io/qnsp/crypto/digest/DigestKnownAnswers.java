package io.qnsp.crypto.digest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.qnsp.crypto.secret.SecretBytes;

/**
 * Hashes and HMAC for the self test at start-up: "abc" of FIPS 180-4 and FIPS 202, case 1
 * of RFC 4231.
 */
public final class DigestKnownAnswers {

	private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

	private static final String SHA3_256_OF_ABC = "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";

	private static final String HMAC_OF_HI_THERE = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";

	private DigestKnownAnswers() {
	}

	/**
	 * Computes them on the calling thread, below a millisecond once warm.
	 * @return true if SHA-256, SHA3-256 and HMAC-SHA-256 answer as they must
	 */
	public static boolean hold() {
		try (SecretBytes key = SecretBytes.takeOver(HexFormat.of().parseHex("0b".repeat(20)))) {
			return hex(Digests.sha256(ascii("abc"))).equals(SHA_256_OF_ABC)
					&& hex(Digests.sha3_256(ascii("abc"))).equals(SHA3_256_OF_ABC)
					&& hex(Digests.hmacSha256(key, ascii("Hi There"))).equals(HMAC_OF_HI_THERE);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
