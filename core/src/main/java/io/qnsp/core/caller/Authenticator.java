package io.qnsp.core.caller;

import java.time.Instant;

import reactor.core.publisher.Mono;

/**
 * Turns a bearer credential into the one who holds it.
 */
public interface Authenticator {

	/**
	 * Verifies a credential: an API key, an access token of this server, or a token of a
	 * trusted issuer. Verified credentials are answered from memory until they expire or
	 * are revoked.
	 * @param credential what follows {@code Bearer} in the Authorization header
	 * @return the caller, or an error with status 401
	 */
	Mono<Caller> authenticate(String credential);

	/**
	 * When a credential ends that was just verified.
	 * @param credential the same text as then
	 * @return its expiry; {@link Instant#MAX} when it has none or is not remembered
	 */
	Instant validUntil(String credential);

}
