package io.qnsp.hsm.operation;

import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.binding.MechanismType;

/**
 * How PKCS#11 writes a key's algorithm.
 */
final class KeyForms {

	private KeyForms() {
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
