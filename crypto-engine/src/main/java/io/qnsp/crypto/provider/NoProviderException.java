package io.qnsp.crypto.provider;

import java.io.Serial;
import java.util.Map;

/**
 * No implementation of an operation may be used here.
 */
public final class NoProviderException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	NoProviderException(String operation, Map<ProviderKind, String> passedOver) {
		super("crypto self test: " + operation + " has no implementation that gives its known answers, tried "
				+ passedOver + " (expected: at least one)");
	}

}
