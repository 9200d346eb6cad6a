/**
 * Answers who holds a bearer credential: an API key, an access token of this server, or a
 * token of a trusted OIDC issuer. Promises: verified credentials are answered from memory
 * by their digest, until they expire or are revoked on any instance. Depends on
 * {@link io.qnsp.auth.apikey}, {@link io.qnsp.auth.token} and Spring Security's resource
 * server support.
 */
@NullMarked
package io.qnsp.auth.credential;

import org.jspecify.annotations.NullMarked;
