package io.qnsp.hsm.binding;

/**
 * Attributes that the bridge sets or reads (PKCS#11 3.2).
 */
public enum AttributeType {

	/** Kind of object, see {@link ObjectClass}. */
	CLASS(0x0),
	/** Stays on the token. */
	TOKEN(0x1),
	/** Only for those who are logged in. */
	PRIVATE(0x2),
	/** A name for people. */
	LABEL(0x3),
	/** The bytes of a secret or private key. */
	VALUE(0x11),
	/** Kind of key, see {@link KeyType}. */
	KEY_TYPE(0x100),
	/** What keys are found by. */
	ID(0x102),
	/** Can't be read in clear. */
	SENSITIVE(0x103),
	/** May encrypt. */
	ENCRYPT(0x104),
	/** May decrypt. */
	DECRYPT(0x105),
	/** May wrap. */
	WRAP(0x106),
	/** May unwrap. */
	UNWRAP(0x107),
	/** May sign. */
	SIGN(0x108),
	/** May verify. */
	VERIFY(0x10A),
	/** May derive. */
	DERIVE(0x10C),
	/** RSA's modulus. */
	MODULUS(0x120),
	/** How many bits RSA's modulus has. */
	MODULUS_BITS(0x121),
	/** RSA's public exponent. */
	PUBLIC_EXPONENT(0x122),
	/** How many bytes a secret key has. */
	VALUE_LEN(0x161),
	/** Can be wrapped. */
	EXTRACTABLE(0x162),
	/** DER of the curve. */
	EC_PARAMS(0x180),
	/** DER of the point. */
	EC_POINT(0x181),
	/** Parameter set of ML-KEM and ML-DSA. */
	PARAMETER_SET(0x61D),
	/** May encapsulate. */
	ENCAPSULATE(0x633),
	/** May decapsulate. */
	DECAPSULATE(0x634);

	private final long value;

	AttributeType(long value) {
		this.value = value;
	}

	long value() {
		return this.value;
	}

}
