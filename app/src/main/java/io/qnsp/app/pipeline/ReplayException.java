package io.qnsp.app.pipeline;

import io.qnsp.core.idempotency.StoredAnswer;

/**
 * Carries a stored answer to where answers are written, past the handler.
 */
final class ReplayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient StoredAnswer answer;

	ReplayException(StoredAnswer answer) {
		super("replay", null, false, false);
		this.answer = answer;
	}

	StoredAnswer answer() {
		return this.answer;
	}

}
