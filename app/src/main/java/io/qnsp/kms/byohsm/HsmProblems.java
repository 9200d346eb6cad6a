package io.qnsp.kms.byohsm;

import java.time.Duration;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmException;

/**
 * What callers are told when an HSM does not do what was asked. Names of other tokens and
 * of files stay inside.
 */
public final class HsmProblems {

	private static final Duration OPERATOR = Duration.ofSeconds(60);

	private HsmProblems() {
	}

	/**
	 * The refusal that a failure of an HSM becomes.
	 * @param failure what the bridge says
	 * @return what the caller is told
	 */
	public static QnspException of(HsmException failure) {
		return switch (failure.problem()) {
			case UNAVAILABLE -> unavailable("The HSM does not answer: " + failure.getMessage(), failure);
			case OVERLOADED -> unavailable("More calls wait for this HSM than it takes", failure);
			case NO_SUCH_TOKEN ->
				unavailable("The token is not there, or not the only one of that label (expected: one token that the "
						+ "connection's endpoint names)", failure);
			case LIBRARY_UNUSABLE -> QnspException.unavailable(
					"This server can't use the library for the connection's provider (expected: its operator mends it)",
					OPERATOR, failure);
			case AUTHENTICATION -> QnspException.conflict("The HSM refused the connection's credentials, and they are "
					+ "not tried again, since HSMs lock themselves (expected: PATCH the connection with new ones)");
			case PAUSED -> QnspException.unavailable("No login to the HSM is tried for now: " + failure.getMessage(),
					failure.retryAfter(), failure);
			case SLOT_TAKEN -> slotTaken();
			case KEY_MISSING -> new QnspException(ErrorCode.NOT_FOUND, "The HSM does not have the key any more");
			case UNSUPPORTED -> QnspException.unprocessable("algorithm", String.valueOf(failure.getMessage()));
			case INVALID_INPUT -> QnspException.unprocessable("request", String.valueOf(failure.getMessage()));
			case REFUSED -> QnspException.conflict("The HSM refused: " + failure.getMessage());
		};
	}

	/**
	 * The refusal of a token that is another connection's, without a word about whose.
	 * @return a 409
	 */
	public static QnspException slotTaken() {
		return QnspException.conflict("Another connection uses the token (expected: one connection for a token)");
	}

	private static QnspException unavailable(String message, HsmException failure) {
		return QnspException.unavailable(message, failure.retryAfter(), failure);
	}

}
