package io.qnsp.hsm.token;

import java.io.Serial;
import java.util.Objects;

import io.qnsp.hsm.binding.CryptokiException;

/**
 * Nothing was done, because the token had dropped the session, the login or its handles.
 * All of them are forgotten now, so that a second try opens new ones.
 */
public final class SessionLostException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	SessionLostException(CryptokiException cause) {
		super(cause.getMessage(), cause);
	}

	/**
	 * What the library answered.
	 * @return the cause
	 */
	public CryptokiException answer() {
		return (CryptokiException) Objects.requireNonNull(getCause());
	}

}
