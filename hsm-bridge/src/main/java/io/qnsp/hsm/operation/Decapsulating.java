package io.qnsp.hsm.operation;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.token.TokenSession;

/**
 * Decapsulates inside a token (PKCS#11 3.2).
 */
public final class Decapsulating {

	static final int SECRET_BYTES = 32;

	private Decapsulating() {
	}

	/**
	 * Decapsulates.
	 * @param session where
	 * @param key an ML-KEM key
	 * @param ciphertext of the parameter set's length
	 * @return the shared secret
	 */
	public static byte[] decapsulate(TokenSession session, HsmKey key, byte[] ciphertext) {
		if (key.algorithm().family() != Family.ML_KEM) {
			throw new HsmException(Problem.INVALID_INPUT, key.algorithm().label() + ": does not decapsulate");
		}
		int expected = ciphertextBytes(key);
		if (ciphertext.length != expected) {
			throw new HsmException(Problem.INVALID_INPUT,
					"ciphertext: " + ciphertext.length + " bytes (expected: " + expected + ")");
		}
		require(session, key);
		long object = session.calls()
			.decapsulate(new Mechanism.Plain(MechanismType.ML_KEM), session.handle(ObjectClass.PRIVATE_KEY, key),
					ciphertext,
					SecretValues.template(KeyType.GENERIC_SECRET, Attribute.of(AttributeType.VALUE_LEN, SECRET_BYTES)));
		try {
			return SecretValues.read(session, object);
		}
		finally {
			session.calls().destroy(object);
		}
	}

	static void require(TokenSession session, HsmKey key) {
		Mechanisms.require(session, MechanismType.ML_KEM, key.algorithm().label());
		if (!session.facts().encapsulates()) {
			throw new HsmException(Problem.UNSUPPORTED,
					key.algorithm().label() + ": the library lacks C_DecapsulateKey (expected: PKCS#11 3.2)");
		}
	}

	private static int ciphertextBytes(HsmKey key) {
		return switch (key.algorithm()) {
			case ML_KEM_512 -> 768;
			case ML_KEM_768 -> 1088;
			default -> 1568;
		};
	}

}
