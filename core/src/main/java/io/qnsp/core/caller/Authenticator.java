package io.qnsp.core.caller;

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

}
