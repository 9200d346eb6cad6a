package io.qnsp.hsm.binding;

/**
 * Kinds of objects ({@code CKO_*}).
 */
public enum ObjectClass {

	/** Public keys. */
	PUBLIC_KEY(2),
	/** Private keys. */
	PRIVATE_KEY(3),
	/** Secret keys. */
	SECRET_KEY(4);

	private final long value;

	ObjectClass(long value) {
		this.value = value;
	}

	/**
	 * Its number.
	 * @return the {@code CKO}
	 */
	public long value() {
		return this.value;
	}

}
