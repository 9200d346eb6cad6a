package io.qnsp.hsm;

import java.util.Arrays;
import java.util.Optional;

import io.qnsp.hsm.HsmKeyAlgorithm.Family;

/**
 * How a key in an HSM wraps other keys.
 */
public enum HsmWrapScheme {

	/** RFC 3394: keys of 16 to 4096 bytes, whole blocks of 8. */
	AES_KW("AES-KW", Family.AES),
	/** RFC 5649: keys of 1 to 4096 bytes. */
	AES_KWP("AES-KWP", Family.AES),
	/** SP 800-38D: 12 bytes of IV, the ciphertext, 16 bytes of tag. */
	AES_GCM("AES-GCM", Family.AES),
	/** RFC 8017 with SHA-1 and MGF1 with SHA-1 (not weakened by SHA-1's collisions). */
	RSA_OAEP_SHA1("RSA-OAEP-SHA1", Family.RSA),
	/** RFC 8017 with SHA-256 and MGF1 with SHA-256. */
	RSA_OAEP_SHA256("RSA-OAEP-SHA256", Family.RSA);

	private final String label;

	private final Family family;

	HsmWrapScheme(String label, Family family) {
		this.label = label;
		this.family = family;
	}

	/**
	 * The usual name.
	 * @return for example {@code AES-KWP}
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Which keys can wrap so.
	 * @return the family
	 */
	public Family family() {
		return this.family;
	}

	/**
	 * Finds one by its name.
	 * @param label the usual name, in any case
	 * @return the scheme, or empty
	 */
	public static Optional<HsmWrapScheme> named(String label) {
		return Arrays.stream(values()).filter((each) -> each.label.equalsIgnoreCase(label)).findFirst();
	}

}
