package io.qnsp.hsm.operation;

import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.encoding.Der;

/**
 * How PKCS#11 and X.509 write a key's algorithm.
 */
final class KeyForms {

	private static final String EC_PUBLIC_KEY = "06072a8648ce3d0201";

	private static final String RSA_ENCRYPTION = "06092a864886f70d010101" + "0500";

	private static final String NIST_ALGORITHMS = "0609608648016503040";

	private KeyForms() {
	}

	/** DER of the curve, as {@code CKA_EC_PARAMS}. */
	static byte[] curve(HsmKeyAlgorithm algorithm) {
		return Der.hex(switch (algorithm) {
			case EC_P256 -> "06082a8648ce3d030107";
			case EC_P384 -> "06052b81040022";
			case EC_P521 -> "06052b81040023";
			// the PrintableString "edwards25519", as PKCS#11 3.0 has it
			case ED25519 -> "130c656477617264733235353139";
			default -> throw new IllegalArgumentException(algorithm + ": has no curve");
		});
	}

	/** X.509's AlgorithmIdentifier. */
	static byte[] identifier(HsmKeyAlgorithm algorithm) {
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

	/** {@code CKP_*}: the three sets of ML-DSA and of ML-KEM are counted from 1. */
	static long parameterSet(HsmKeyAlgorithm algorithm) {
		return switch (algorithm) {
			case ML_DSA_44, ML_KEM_512 -> 1;
			case ML_DSA_65, ML_KEM_768 -> 2;
			case ML_DSA_87, ML_KEM_1024 -> 3;
			default -> throw new IllegalArgumentException(algorithm + ": has no parameter set");
		};
	}

	/** How many bytes of a point follow the octet string's header. */
	static int pointBytes(HsmKeyAlgorithm algorithm) {
		return switch (algorithm) {
			case EC_P256 -> 65;
			case EC_P384 -> 97;
			case EC_P521 -> 133;
			case ED25519 -> 32;
			default -> throw new IllegalArgumentException(algorithm + ": has no point");
		};
	}

	/** What makes such a key. */
	static MechanismType maker(HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case AES -> MechanismType.AES_KEY_GEN;
			case RSA -> MechanismType.RSA_PKCS_KEY_PAIR_GEN;
			case EC -> MechanismType.EC_KEY_PAIR_GEN;
			case EDWARDS -> MechanismType.EC_EDWARDS_KEY_PAIR_GEN;
			case ML_DSA -> MechanismType.ML_DSA_KEY_PAIR_GEN;
			case ML_KEM -> MechanismType.ML_KEM_KEY_PAIR_GEN;
		};
	}

}
