package io.qnsp.hsm.adapter.vault.network;

import java.io.IOException;
import java.io.Serial;

/** Nobody answered: no connection, a broken one, silence, or too much of an answer. */
public final class NoAnswerException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	NoAnswerException(Throwable cause) {
		super(cause.getClass().getSimpleName(), cause);
	}

}
