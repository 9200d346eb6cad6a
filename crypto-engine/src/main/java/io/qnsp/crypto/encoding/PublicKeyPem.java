package io.qnsp.crypto.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * Public keys as text (RFC 7468, section 13).
 */
public final class PublicKeyPem {

	private static final int COLUMNS = 64;

	private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);

	private PublicKeyPem() {
	}

	/**
	 * The PEM of a public key.
	 * @param algorithm what the key is for
	 * @param raw the raw public key, see {@link KeyEncodings}
	 * @return a {@code PUBLIC KEY} in lines of 64 columns that end with a line feed, or
	 * empty for an algorithm without a SubjectPublicKeyInfo
	 */
	public static Optional<String> of(Algorithm algorithm, byte[] raw) {
		if (!KeyEncodings.hasX509(algorithm)) {
			return Optional.empty();
		}
		return Optional.of(of(KeyEncodings.subjectPublicKeyInfo(algorithm, raw)));
	}

	/**
	 * The PEM of a public key that is in X.509 form already.
	 * @param subjectPublicKeyInfo DER
	 * @return a {@code PUBLIC KEY} in lines of 64 columns that end with a line feed
	 */
	public static String of(byte[] subjectPublicKeyInfo) {
		String content = Base64.getMimeEncoder(COLUMNS, LINE_END).encodeToString(subjectPublicKeyInfo);
		return "-----BEGIN PUBLIC KEY-----\n" + content + "\n-----END PUBLIC KEY-----\n";
	}

}
