package io.qnsp.crypto.signature;

import java.util.Optional;

import org.bouncycastle.crypto.params.MLDSAParameters;

/**
 * The signature algorithms, with the sizes of their standard.
 */
public enum SignatureAlgorithm {

	/** FIPS 204, security category 2. */
	ML_DSA_44("ML-DSA-44", 2, 1312, 2420, MLDSAParameters.ml_dsa_44),

	/** FIPS 204, security category 3. */
	ML_DSA_65("ML-DSA-65", 3, 1952, 3309, MLDSAParameters.ml_dsa_65),

	/** FIPS 204, security category 5. */
	ML_DSA_87("ML-DSA-87", 5, 2592, 4627, MLDSAParameters.ml_dsa_87);

	private static final int ML_DSA_SEED_BYTES = 32;

	private final String nistName;

	private final int securityCategory;

	private final int publicKeyBytes;

	private final int signatureBytes;

	@SuppressWarnings("ImmutableEnumChecker") // the parameter sets of the library are
												// constants
	private final MLDSAParameters parameters;

	SignatureAlgorithm(String nistName, int securityCategory, int publicKeyBytes, int signatureBytes,
			MLDSAParameters parameters) {
		this.nistName = nistName;
		this.securityCategory = securityCategory;
		this.publicKeyBytes = publicKeyBytes;
		this.signatureBytes = signatureBytes;
		this.parameters = parameters;
	}

	/**
	 * The algorithm of a name.
	 * @param name the standard's spelling, for example {@code ML-DSA-65}
	 * @return the algorithm, or empty for any other name
	 */
	public static Optional<SignatureAlgorithm> ofNistName(String name) {
		for (SignatureAlgorithm algorithm : values()) {
			if (algorithm.nistName.equals(name)) {
				return Optional.of(algorithm);
			}
		}
		return Optional.empty();
	}

	/**
	 * The standard's name, also the {@code alg} of a JWS.
	 * @return for example {@code ML-DSA-65}
	 */
	public String nistName() {
		return this.nistName;
	}

	/**
	 * NIST's security category.
	 * @return 2, 3 or 5
	 */
	public int securityCategory() {
		return this.securityCategory;
	}

	/**
	 * Length of an encoded public key.
	 * @return bytes
	 */
	public int publicKeyBytes() {
		return this.publicKeyBytes;
	}

	/**
	 * Length of a signature.
	 * @return bytes
	 */
	public int signatureBytes() {
		return this.signatureBytes;
	}

	/**
	 * Length of the seed that a private key is stored as.
	 * @return bytes
	 */
	public int seedBytes() {
		return ML_DSA_SEED_BYTES;
	}

	MLDSAParameters parameters() {
		return this.parameters;
	}

	@Override
	public String toString() {
		return this.nistName;
	}

}
