package io.qnsp.app.database.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.app.datadir.DataDirectory;

/**
 * The passwords of the cluster's roles, each derived by HMAC-SHA-256 from one random
 * secret file and the role's name.
 */
final class ClusterPasswords {

	private static final String FILE = "postgres.secret";

	private final byte[] secret;

	private ClusterPasswords(byte[] secret) {
		this.secret = secret;
	}

	/**
	 * Reads the secret file of a finished cluster.
	 * @throws IllegalStateException when it is gone
	 */
	static ClusterPasswords existing(DataDirectory dataDirectory) {
		if (!Files.exists(dataDirectory.resolve(FILE))) {
			throw new IllegalStateException(
					"%s is missing (expected: the file that was made together with the database; restore it)"
						.formatted(dataDirectory.resolve(FILE)));
		}
		return readOrCreate(dataDirectory);
	}

	static ClusterPasswords readOrCreate(DataDirectory dataDirectory) {
		return new ClusterPasswords(dataDirectory.readOrCreateSecret(FILE, ClusterPasswords::newSecret));
	}

	private static byte[] newSecret() {
		try {
			byte[] random = new byte[32];
			SecureRandom.getInstance("DRBG").nextBytes(random);
			return Base64.getUrlEncoder().withoutPadding().encode(random);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No random generator DRBG", ex);
		}
	}

	String of(String role) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(this.secret, "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(role.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No HMAC-SHA-256", ex);
		}
	}

}
