package io.qnsp.crypto;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A primitive did not give its known answer at start-up: the engine must not be used.
 */
public final class CryptoSelfTestException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	CryptoSelfTestException(String primitive, @Nullable Throwable cause) {
		super("crypto self test: " + primitive
				+ " did not give its known answer (expected: the answer of the standard)", cause);
	}

}
