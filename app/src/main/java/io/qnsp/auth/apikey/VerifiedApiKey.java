package io.qnsp.auth.apikey;

import java.time.Instant;

import io.qnsp.core.caller.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A key that is good.
 *
 * @param caller who holds it; its client and credential id are the key's id
 * @param expiresAt when the key expires, or {@code null} when it does not
 */
public record VerifiedApiKey(Caller caller, @Nullable Instant expiresAt) {

	/**
	 * Until when the key is good, if it is not revoked.
	 * @return its expiry, or the end of time
	 */
	public Instant validUntil() {
		return (this.expiresAt != null) ? this.expiresAt : Instant.MAX;
	}

}
