package io.qnsp.core.integrity;

import org.jspecify.annotations.Nullable;

/**
 * What the verifier of exports found.
 *
 * @param fault the first thing that is wrong, or {@code null} when nothing is
 * @param checkpoints how many checkpoints were verified
 * @param events how many events were verified
 * @param removed of how many events only the leaf hash is left
 */
record Verdict(@Nullable String fault, long checkpoints, long events, long removed) {

	boolean isValid() {
		return this.fault == null;
	}

}
