package io.qnsp.crypto.kdf;

import java.util.HexFormat;

import io.qnsp.crypto.secret.SecretBytes;

/**
 * HKDF-SHA-256 for the self test at start-up: RFC 5869, appendix A.1.
 */
public final class HkdfKnownAnswers {

	private static final String INPUT = "0b".repeat(22);

	private static final String SALT = "000102030405060708090a0b0c";

	private static final String INFO = "f0f1f2f3f4f5f6f7f8f9";

	private static final String PSEUDO_RANDOM_KEY = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5";

	private static final String OUTPUT = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";

	private HkdfKnownAnswers() {
	}

	/**
	 * Computes them on the calling thread, below a millisecond once warm.
	 * @return true if extraction and expansion answer as they must
	 */
	public static boolean hold() {
		byte[] info = bytes(INFO);
		int length = OUTPUT.length() / 2;
		try (SecretBytes input = SecretBytes.takeOver(bytes(INPUT));
				SecretBytes extracted = SecretBytes.takeOver(bytes(PSEUDO_RANDOM_KEY));
				SecretBytes both = SecretBytes.takeOver(Hkdf.extractAndExpand(bytes(SALT), input, info, length));
				SecretBytes expanded = SecretBytes.takeOver(Hkdf.expand(extracted, info, length));
				SecretBytes expected = SecretBytes.takeOver(bytes(OUTPUT))) {
			return both.equals(expected) && expanded.equals(expected);
		}
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
