package io.qnsp.hsm.token;

import java.io.Serial;

/**
 * Nothing was done, because the token wants a login first.
 */
public final class LoginRequiredException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	LoginRequiredException() {
		super("the token wants a login", null, false, false);
	}

}
