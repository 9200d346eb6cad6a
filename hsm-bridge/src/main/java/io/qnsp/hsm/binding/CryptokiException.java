package io.qnsp.hsm.binding;

import java.io.Serial;
import java.util.Optional;

/**
 * A function of PKCS#11 did not answer {@code CKR_OK}.
 */
public final class CryptokiException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final long value;

	CryptokiException(Function function, long value) {
		super(function.functionName() + ": " + ReturnCode.describe(value));
		this.value = value;
	}

	/**
	 * What it answered.
	 * @return the code, empty for one of a vendor
	 */
	public Optional<ReturnCode> code() {
		return ReturnCode.of(this.value);
	}

	/**
	 * Whether it answered one of these.
	 * @param codes the codes
	 * @return true if it did
	 */
	public boolean is(ReturnCode... codes) {
		for (ReturnCode code : codes) {
			if (code.value() == this.value) {
				return true;
			}
		}
		return false;
	}

}
