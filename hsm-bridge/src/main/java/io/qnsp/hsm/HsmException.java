package io.qnsp.hsm;

import java.io.Serial;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * An HSM did not do what was asked, and why. Messages never hold a secret.
 */
public final class HsmException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Problem problem;

	private final Duration retryAfter;

	/**
	 * A failure.
	 * @param problem what kind it is
	 * @param message the offending value and what was expected, without secrets
	 */
	public HsmException(Problem problem, String message) {
		super(message);
		this.problem = problem;
		this.retryAfter = SOON;
	}

	/**
	 * A failure with a cause.
	 * @param problem what kind it is
	 * @param message the offending value and what was expected, without secrets
	 * @param cause what the library or the client said
	 */
	public HsmException(Problem problem, String message, Throwable cause) {
		super(message, cause);
		this.problem = problem;
		this.retryAfter = SOON;
	}

	private HsmException(Problem problem, String message, Duration retryAfter) {
		super(message);
		this.problem = problem;
		this.retryAfter = retryAfter;
	}

	/**
	 * A login that is not tried for a while.
	 * @param message why, without secrets
	 * @param pause how long
	 * @return the failure, {@link Problem#PAUSED}
	 */
	public static HsmException paused(String message, Duration pause) {
		Duration whole = pause.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
		return new HsmException(Problem.PAUSED,
				"%s (expected: another login in %d s)".formatted(message, whole.toSeconds()), whole);
	}

	/**
	 * What kind of failure it is.
	 * @return decides what callers do
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * When to try again, where that makes sense.
	 * @return whole seconds
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	/** What can go wrong. */
	public enum Problem {

		/** The HSM is gone, broken, too slow or its circuit is open: try again later. */
		UNAVAILABLE,

		/** More calls wait for this connection than it takes: try again later. */
		OVERLOADED,

		/** PIN or credentials were refused; never tried again with the same ones. */
		AUTHENTICATION,

		/**
		 * The token refused too many PINs, of whatever connections, and is left alone for
		 * a while; the connection's own PIN was not tried.
		 */
		PAUSED,

		/** The HSM lacks a mechanism; the message names it. */
		UNSUPPORTED,

		/** The HSM has no such key any more. */
		KEY_MISSING,

		/** What was given to the operation does not fit: length, form, content. */
		INVALID_INPUT,

		/** Another connection of this process uses the slot. */
		SLOT_TAKEN,

		/** The library has no token of that name. */
		NO_SUCH_TOKEN,

		/**
		 * The library is missing, is none of PKCS#11, or crashes: the operator's case.
		 */
		LIBRARY_UNUSABLE,

		/** The HSM refused for a reason that repeating does not change. */
		REFUSED

	}

}
