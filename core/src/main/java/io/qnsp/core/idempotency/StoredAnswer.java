package io.qnsp.core.idempotency;

/**
 * The first answer of an idempotent call.
 *
 * @param status the HTTP status
 * @param body the JSON body, empty when there was none; may hold secrets, so it is never
 * printed
 */
public record StoredAnswer(int status, byte[] body) {

	@Override
	public String toString() {
		return "StoredAnswer[" + this.status + ", " + this.body.length + " bytes]";
	}

}
