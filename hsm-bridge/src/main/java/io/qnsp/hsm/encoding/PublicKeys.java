package io.qnsp.hsm.encoding;

import java.math.BigInteger;

import io.qnsp.hsm.HsmKeyAlgorithm;

/**
 * How X.509 (RFC 5280) writes a public key.
 */
public final class PublicKeys {

	private static final String EC_PUBLIC_KEY = "06072a8648ce3d0201";

	private static final String RSA_ENCRYPTION = "06092a864886f70d010101" + "0500";

	private static final String NIST_ALGORITHMS = "0609608648016503040";

	private PublicKeys() {
	}

	/**
	 * A SubjectPublicKeyInfo.
	 * @param algorithm the key's algorithm
	 * @param key the key as its algorithm writes it
	 * @return DER
	 */
	public static byte[] info(HsmKeyAlgorithm algorithm, byte[] key) {
		return Der.sequence(identifier(algorithm), Der.bitString(key));
	}

	/**
	 * An RSA key as its algorithm writes it (RFC 8017).
	 * @param modulus unsigned
	 * @param exponent unsigned
	 * @return DER
	 */
	public static byte[] rsa(byte[] modulus, byte[] exponent) {
		return Der.sequence(Der.integer(new BigInteger(1, modulus)), Der.integer(new BigInteger(1, exponent)));
	}

	/**
	 * A curve's name, as X.509 and {@code CKA_EC_PARAMS} have it.
	 * @param algorithm of a key on a curve
	 * @return DER
	 */
	public static byte[] curve(HsmKeyAlgorithm algorithm) {
		return Der.hex(switch (algorithm) {
			case EC_P256 -> "06082a8648ce3d030107";
			case EC_P384 -> "06052b81040022";
			case EC_P521 -> "06052b81040023";
			// the PrintableString "edwards25519", as PKCS#11 3.0 has it
			case ED25519 -> "130c656477617264733235353139";
			default -> throw new IllegalArgumentException(algorithm + ": has no curve");
		});
	}

	/**
	 * X.509's AlgorithmIdentifier.
	 * @param algorithm of a key with a public part
	 * @return DER
	 */
	public static byte[] identifier(HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case RSA -> Der.sequence(Der.hex(RSA_ENCRYPTION));
			case EC -> Der.sequence(Der.hex(EC_PUBLIC_KEY), curve(algorithm));
			case EDWARDS -> Der.sequence(Der.hex("06032b6570"));
			case ML_DSA, ML_KEM -> Der.sequence(Der.hex(NIST_ALGORITHMS + nist(algorithm)));
			case AES -> throw new IllegalArgumentException(algorithm + ": has no public key");
		};
	}

	private static String nist(HsmKeyAlgorithm algorithm) {
		return switch (algorithm) {
			case ML_DSA_44 -> "311";
			case ML_DSA_65 -> "312";
			case ML_DSA_87 -> "313";
			case ML_KEM_512 -> "401";
			case ML_KEM_768 -> "402";
			case ML_KEM_1024 -> "403";
			default -> throw new IllegalArgumentException(algorithm + ": is none of NIST's");
		};
	}

}
