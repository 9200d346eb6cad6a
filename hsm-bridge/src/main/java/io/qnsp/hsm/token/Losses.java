package io.qnsp.hsm.token;

import java.time.Duration;

import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.ReturnCode;

/**
 * What return codes say about sessions, tokens and PINs, and when a lost token may have
 * its library restarted: at once, and while it stays lost less and less often.
 */
final class Losses {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static final long NOT_LOST = -1;

	private volatile long start = NOT_LOST;

	private volatile long delay = FIRST.toNanos();

	private volatile long notBefore = System.nanoTime();

	static boolean isOfSession(CryptokiException ex) {
		return ex.is(ReturnCode.CKR_SESSION_HANDLE_INVALID, ReturnCode.CKR_SESSION_CLOSED,
				ReturnCode.CKR_USER_NOT_LOGGED_IN, ReturnCode.CKR_CRYPTOKI_NOT_INITIALIZED,
				ReturnCode.CKR_KEY_HANDLE_INVALID, ReturnCode.CKR_OBJECT_HANDLE_INVALID,
				ReturnCode.CKR_WRAPPING_KEY_HANDLE_INVALID, ReturnCode.CKR_UNWRAPPING_KEY_HANDLE_INVALID);
	}

	static boolean isOfToken(CryptokiException ex) {
		return ex.is(ReturnCode.CKR_DEVICE_ERROR, ReturnCode.CKR_DEVICE_REMOVED, ReturnCode.CKR_TOKEN_NOT_PRESENT,
				ReturnCode.CKR_TOKEN_NOT_RECOGNIZED, ReturnCode.CKR_SLOT_ID_INVALID, ReturnCode.CKR_GENERAL_ERROR,
				ReturnCode.CKR_FUNCTION_FAILED, ReturnCode.CKR_DEVICE_MEMORY);
	}

	static boolean isOfPin(CryptokiException ex) {
		return ex.is(ReturnCode.CKR_PIN_INCORRECT, ReturnCode.CKR_PIN_INVALID, ReturnCode.CKR_PIN_LEN_RANGE,
				ReturnCode.CKR_PIN_EXPIRED, ReturnCode.CKR_PIN_LOCKED, ReturnCode.CKR_USER_PIN_NOT_INITIALIZED);
	}

	/** The token was lost under a start of the library. */
	void token(long inStart) {
		this.start = inStart;
	}

	/** A call succeeded. */
	void none() {
		if (this.start != NOT_LOST) {
			this.start = NOT_LOST;
			this.delay = FIRST.toNanos();
		}
	}

	/** Under which start of the library the token was lost. */
	long start() {
		return this.start;
	}

	/** Whether it is time for a restart; if so, the next one is later. For one thread. */
	boolean mayRestart() {
		long now = System.nanoTime();
		if (this.start == NOT_LOST || now - this.notBefore < 0) {
			return false;
		}
		this.notBefore = now + this.delay;
		this.delay = Math.min(2 * this.delay, LONGEST.toNanos());
		return true;
	}

}
