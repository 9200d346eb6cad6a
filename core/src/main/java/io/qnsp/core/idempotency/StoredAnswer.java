package io.qnsp.core.idempotency;

import io.qnsp.core.error.QnspException;

/**
 * The first answer of an idempotent call.
 *
 * @param status the HTTP status
 * @param body the JSON body, empty when there was none; may hold secrets, so it is never
 * printed
 */
public record StoredAnswer(int status, byte[] body) {

	// No success has it, so it can stand for the answer that was not kept.
	private static final int HANDED_OUT = 409;

	/**
	 * What is kept in place of a {@link OneTimeAnswer}.
	 * @return an answer without a body
	 */
	public static StoredAnswer handedOut() {
		return new StoredAnswer(HANDED_OUT, new byte[0]);
	}

	/**
	 * Whether the first answer was handed out once and is gone.
	 * @return true for what {@link #handedOut()} made
	 */
	public boolean isHandedOut() {
		return this.status == HANDED_OUT;
	}

	/**
	 * What a repeated call is told whose first answer is gone.
	 * @return a 409
	 */
	public static QnspException alreadyHandedOut() {
		return QnspException.conflict("The answer to this Idempotency-Key was handed out and is kept nowhere "
				+ "(expected: a call that was not answered before)");
	}

	@Override
	public String toString() {
		return "StoredAnswer[" + this.status + ", " + this.body.length + " bytes]";
	}

}
