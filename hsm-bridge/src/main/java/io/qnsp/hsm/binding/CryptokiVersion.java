package io.qnsp.hsm.binding;

/**
 * Versions of the function list.
 */
public enum CryptokiVersion {

	/** The list of {@code C_GetFunctionList}, 2.40 and earlier. */
	V2_40("2.40", 2, 40, 68),
	/** With interfaces. */
	V3_0("3.0", 3, 0, 92),
	/** With {@code C_EncapsulateKey} and {@code C_DecapsulateKey}. */
	V3_2("3.2", 3, 2, 94);

	private final String label;

	private final int major;

	private final int minor;

	private final int functions;

	CryptokiVersion(String label, int major, int minor, int functions) {
		this.label = label;
		this.major = major;
		this.minor = minor;
		this.functions = functions;
	}

	/**
	 * Its number.
	 * @return for example {@code 3.2}
	 */
	public String label() {
		return this.label;
	}

	int major() {
		return this.major;
	}

	int minor() {
		return this.minor;
	}

	int functions() {
		return this.functions;
	}

}
