package io.qnsp.hsm;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a connection of this process is, from its latest real calls (100 at most; probes
 * count as calls when nobody calls).
 *
 * @param state what its circuit breaker says
 * @param calls how many calls the figures are from
 * @param latencyMs mean time of a call in milliseconds, waiting included; null before the
 * first one
 * @param errorRate failed calls, 0..1; a caller's bad input is none
 * @param lastSuccess when a call succeeded last
 * @param lastError what the last failure was, without secrets
 * @param refusedLogins how often credentials were refused since they were given
 */
public record HsmHealth(State state, int calls, @Nullable Double latencyMs, double errorRate,
		@Nullable Instant lastSuccess, @Nullable String lastError, int refusedLogins) {

	/** States of a circuit breaker. */
	public enum State {

		/** Calls go to the HSM. */
		CLOSED,
		/** Calls are refused at once. */
		OPEN,
		/** A few calls try whether the HSM is back. */
		HALF_OPEN

	}

}
