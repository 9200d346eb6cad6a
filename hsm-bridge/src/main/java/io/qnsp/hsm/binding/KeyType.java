package io.qnsp.hsm.binding;

/**
 * Kinds of keys ({@code CKK_*}).
 */
public enum KeyType {

	/** RSA. */
	RSA(0x0),
	/** EC. */
	EC(0x3),
	/** Bytes without a purpose. */
	GENERIC_SECRET(0x10),
	/** AES. */
	AES(0x1F),
	/** Ed25519. */
	EC_EDWARDS(0x40),
	/** ML-KEM, from 3.2 on. */
	ML_KEM(0x49),
	/** ML-DSA, from 3.2 on. */
	ML_DSA(0x4A);

	private final long value;

	KeyType(long value) {
		this.value = value;
	}

	/**
	 * Its number.
	 * @return the {@code CKK}
	 */
	public long value() {
		return this.value;
	}

}
