package io.qnsp.hsm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.qnsp.hsm.HsmKeyAlgorithm.Family;

/**
 * How a key in an HSM signs. ECDSA signatures are DER (RFC 3279), as everywhere outside
 * of PKCS#11.
 */
public enum HsmSignatureScheme {

	/** RFC 8017, salt as long as the hash. */
	RSA_PSS_SHA256("RSASSA-PSS-SHA256", Family.RSA, "SHA-256"),
	/** RFC 8017, salt as long as the hash. */
	RSA_PSS_SHA384("RSASSA-PSS-SHA384", Family.RSA, "SHA-384"),
	/** RFC 8017, salt as long as the hash. */
	RSA_PSS_SHA512("RSASSA-PSS-SHA512", Family.RSA, "SHA-512"),
	/** RFC 8017. */
	RSA_PKCS1_SHA256("RSASSA-PKCS1-v1_5-SHA256", Family.RSA, "SHA-256"),
	/** RFC 8017. */
	RSA_PKCS1_SHA384("RSASSA-PKCS1-v1_5-SHA384", Family.RSA, "SHA-384"),
	/** RFC 8017. */
	RSA_PKCS1_SHA512("RSASSA-PKCS1-v1_5-SHA512", Family.RSA, "SHA-512"),
	/** FIPS 186-5. */
	ECDSA_SHA256("ECDSA-SHA256", Family.EC, "SHA-256"),
	/** FIPS 186-5. */
	ECDSA_SHA384("ECDSA-SHA384", Family.EC, "SHA-384"),
	/** FIPS 186-5. */
	ECDSA_SHA512("ECDSA-SHA512", Family.EC, "SHA-512"),
	/** RFC 8032, pure. */
	ED25519("Ed25519", Family.EDWARDS, ""),
	/** FIPS 204, pure, empty context, hedged where the token does it. */
	ML_DSA("ML-DSA", Family.ML_DSA, "");

	private final String label;

	private final Family family;

	private final String digest;

	HsmSignatureScheme(String label, Family family, String digest) {
		this.label = label;
		this.family = family;
		this.digest = digest;
	}

	/**
	 * The standard's name.
	 * @return for example {@code ECDSA-SHA256}
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Which keys can sign so.
	 * @return the family
	 */
	public Family family() {
		return this.family;
	}

	/**
	 * What hashes the message before it goes to the HSM.
	 * @return the JDK's name of the hash, empty for schemes that take the message itself
	 */
	public String digest() {
		return this.digest;
	}

	/**
	 * Finds one by its name; a name of a key algorithm means its usual scheme.
	 * @param label the standard's name, in any case
	 * @param key the key that signs
	 * @return the scheme, or empty when there is none of that name for this key
	 */
	public static Optional<HsmSignatureScheme> named(String label, HsmKeyAlgorithm key) {
		if (label.equalsIgnoreCase(key.label())) {
			return usual(key);
		}
		return of(key).stream().filter((each) -> each.label.equalsIgnoreCase(label)).findFirst();
	}

	/**
	 * What a key signs with when nobody says it.
	 * @param key the key
	 * @return the scheme, empty for keys that don't sign
	 */
	public static Optional<HsmSignatureScheme> usual(HsmKeyAlgorithm key) {
		return switch (key) {
			case EC_P384 -> Optional.of(ECDSA_SHA384);
			case EC_P521 -> Optional.of(ECDSA_SHA512);
			default -> of(key).stream().findFirst();
		};
	}

	/**
	 * All schemes of a key.
	 * @param key the key
	 * @return empty for keys that don't sign
	 */
	public static List<HsmSignatureScheme> of(HsmKeyAlgorithm key) {
		return Arrays.stream(values()).filter((each) -> each.family == key.family()).toList();
	}

}
