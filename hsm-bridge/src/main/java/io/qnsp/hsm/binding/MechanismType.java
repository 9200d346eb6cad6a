package io.qnsp.hsm.binding;

/**
 * Mechanisms that the bridge uses ({@code CKM_*}). Two stand for RFC 5649, because
 * libraries disagree on its number: which one a token means is found out by a round trip.
 */
public enum MechanismType {

	/** Makes RSA keys. */
	RSA_PKCS_KEY_PAIR_GEN(0x0),
	/** RSASSA-PKCS1-v1_5 over a DigestInfo. */
	RSA_PKCS(0x1),
	/** RSA-OAEP. */
	RSA_PKCS_OAEP(0x9),
	/** RSASSA-PSS over a hash. */
	RSA_PKCS_PSS(0xD),
	/** Makes ML-KEM keys. */
	ML_KEM_KEY_PAIR_GEN(0xF),
	/** ML-KEM. */
	ML_KEM(0x17),
	/** Makes ML-DSA keys. */
	ML_DSA_KEY_PAIR_GEN(0x1C),
	/** Pure ML-DSA. */
	ML_DSA(0x1D),
	/** SHA-1, as a parameter. */
	SHA_1(0x220),
	/** SHA-256, as a parameter. */
	SHA256(0x250),
	/** SHA-384, as a parameter. */
	SHA384(0x260),
	/** SHA-512, as a parameter. */
	SHA512(0x270),
	/** Makes EC keys. */
	EC_KEY_PAIR_GEN(0x1040),
	/** ECDSA over a hash. */
	ECDSA(0x1041),
	/** Makes Edwards keys. */
	EC_EDWARDS_KEY_PAIR_GEN(0x1055),
	/** EdDSA. */
	EDDSA(0x1057),
	/** Makes AES keys. */
	AES_KEY_GEN(0x1080),
	/** AES-GCM. */
	AES_GCM(0x1087),
	/** RFC 3394. */
	AES_KEY_WRAP(0x2109),
	/** RFC 5649 on SoftHSM, something else on others. */
	AES_KEY_WRAP_PAD(0x210A),
	/** RFC 5649. */
	AES_KEY_WRAP_KWP(0x210B);

	private final long value;

	MechanismType(long value) {
		this.value = value;
	}

	/**
	 * Its number.
	 * @return the {@code CKM}
	 */
	public long value() {
		return this.value;
	}

	/**
	 * Its name in the standard.
	 * @return for example {@code CKM_AES_GCM}
	 */
	public String standardName() {
		return "CKM_" + name();
	}

}
