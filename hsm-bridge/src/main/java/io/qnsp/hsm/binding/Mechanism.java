package io.qnsp.hsm.binding;

/**
 * A mechanism with its parameters ({@code CK_MECHANISM}).
 */
public sealed interface Mechanism {

	/**
	 * Which mechanism it is.
	 * @return its type
	 */
	MechanismType type();

	/**
	 * Without parameters.
	 *
	 * @param type the mechanism
	 */
	record Plain(MechanismType type) implements Mechanism {

	}

	/**
	 * AES-GCM with a tag of 128 bits.
	 *
	 * @param iv 12 bytes
	 * @param associatedData any length
	 */
	record Gcm(byte[] iv, byte[] associatedData) implements Mechanism {

		@Override
		public MechanismType type() {
			return MechanismType.AES_GCM;
		}

	}

	/**
	 * RSASSA-PSS over a hash.
	 *
	 * @param hash the hash and MGF1's
	 * @param saltLength in bytes
	 */
	record Pss(Hash hash, int saltLength) implements Mechanism {

		@Override
		public MechanismType type() {
			return MechanismType.RSA_PKCS_PSS;
		}

	}

	/**
	 * RSA-OAEP without a label.
	 *
	 * @param hash the hash and MGF1's
	 */
	record Oaep(Hash hash) implements Mechanism {

		@Override
		public MechanismType type() {
			return MechanismType.RSA_PKCS_OAEP;
		}

	}

	/** Hashes as parameters, with the mask generation function that goes with each. */
	enum Hash {

		/** SHA-1. */
		SHA_1(MechanismType.SHA_1, 1),
		/** SHA-256. */
		SHA_256(MechanismType.SHA256, 2),
		/** SHA-384. */
		SHA_384(MechanismType.SHA384, 3),
		/** SHA-512. */
		SHA_512(MechanismType.SHA512, 4);

		private final MechanismType mechanism;

		private final long mgf;

		Hash(MechanismType mechanism, long mgf) {
			this.mechanism = mechanism;
			this.mgf = mgf;
		}

		long mechanism() {
			return this.mechanism.value();
		}

		long mgf() {
			return this.mgf;
		}

	}

}
