package io.qnsp.hsm;

import java.util.Arrays;
import java.util.Optional;

/**
 * Keys that an HSM can hold.
 */
public enum HsmKeyAlgorithm {

	/** FIPS 197. */
	AES_128("AES-128", Family.AES, 128),
	/** FIPS 197. */
	AES_192("AES-192", Family.AES, 192),
	/** FIPS 197. */
	AES_256("AES-256", Family.AES, 256),
	/** RFC 8017. */
	RSA_2048("RSA-2048", Family.RSA, 2048),
	/** RFC 8017. */
	RSA_3072("RSA-3072", Family.RSA, 3072),
	/** RFC 8017. */
	RSA_4096("RSA-4096", Family.RSA, 4096),
	/** FIPS 186-5, secp256r1. */
	EC_P256("P-256", Family.EC, 256),
	/** FIPS 186-5, secp384r1. */
	EC_P384("P-384", Family.EC, 384),
	/** FIPS 186-5, secp521r1. */
	EC_P521("P-521", Family.EC, 521),
	/** RFC 8032. */
	ED25519("Ed25519", Family.EDWARDS, 255),
	/** FIPS 204. */
	ML_DSA_44("ML-DSA-44", Family.ML_DSA, 44),
	/** FIPS 204. */
	ML_DSA_65("ML-DSA-65", Family.ML_DSA, 65),
	/** FIPS 204. */
	ML_DSA_87("ML-DSA-87", Family.ML_DSA, 87),
	/** FIPS 203. */
	ML_KEM_512("ML-KEM-512", Family.ML_KEM, 512),
	/** FIPS 203. */
	ML_KEM_768("ML-KEM-768", Family.ML_KEM, 768),
	/** FIPS 203. */
	ML_KEM_1024("ML-KEM-1024", Family.ML_KEM, 1024);

	private final String label;

	private final Family family;

	private final int size;

	HsmKeyAlgorithm(String label, Family family, int size) {
		this.label = label;
		this.family = family;
		this.size = size;
	}

	/**
	 * The standard's name.
	 * @return for example {@code ML-DSA-65}
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Which kind of key.
	 * @return its family
	 */
	public Family family() {
		return this.family;
	}

	/**
	 * Its size as the standard counts it.
	 * @return bits, for ML-DSA and ML-KEM the number in the name
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Finds one by its name.
	 * @param label the standard's name, in any case
	 * @return the algorithm, or empty
	 */
	public static Optional<HsmKeyAlgorithm> named(String label) {
		return Arrays.stream(values()).filter((each) -> each.label.equalsIgnoreCase(label)).findFirst();
	}

	/** Kinds of keys. */
	public enum Family {

		/** Secret keys for encryption and wrapping. */
		AES,
		/** Signatures and wrapping. */
		RSA,
		/** ECDSA. */
		EC,
		/** EdDSA. */
		EDWARDS,
		/** Post-quantum signatures. */
		ML_DSA,
		/** Post-quantum key encapsulation. */
		ML_KEM

	}

}
