package io.qnsp.crypto.signature;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * Why stateful keys are refused.
 */
final class StatefulKeys {

	private StatefulKeys() {
	}

	static IllegalArgumentException neverSign(Algorithm algorithm) {
		return new IllegalArgumentException(algorithm + ": verifies only (expected: a stateless signature algorithm; "
				+ "a replicated server must not keep the state of one-time keys)");
	}

}
