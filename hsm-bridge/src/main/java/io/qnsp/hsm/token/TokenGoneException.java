package io.qnsp.hsm.token;

import java.io.Serial;

/**
 * The token is not in its slot any more, although the library does not say so by itself.
 */
final class TokenGoneException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	TokenGoneException() {
		super("the token is gone", null, false, false);
	}

}
