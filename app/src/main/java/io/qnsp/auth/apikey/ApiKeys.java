package io.qnsp.auth.apikey;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * API keys, for the other features.
 */
public interface ApiKeys {

	/**
	 * Verifies a key. Reads the database; whoever calls it for each request remembers the
	 * result until it expires or is revoked.
	 * @param key what the caller presented
	 * @return who holds it and how long; an error with status 401 when the key is
	 * unknown, expired or revoked, or when its subject is disabled or holds no role any
	 * more
	 */
	Mono<VerifiedApiKey> verify(String key);

	/**
	 * Makes a key in the surrounding transaction and tenant. Whoever calls it has checked
	 * that it may be granted.
	 * @param order whose key it is and what it may do
	 * @return the key, which is not kept and can never be shown again
	 */
	Mono<IssuedApiKey> issue(ApiKeyOrder order);

	/**
	 * Makes sure that a subject has a key, in the surrounding transaction and tenant.
	 * @param order whose key it is and what it may do
	 * @param key the key itself, in the form of an API key, or {@code null} for a new one
	 * when the subject has no usable key of the order's name
	 * @return the key when it was made now, empty when it was there; an
	 * {@link IllegalArgumentException} when the given key has another form or belongs to
	 * another tenant
	 */
	Mono<IssuedApiKey> ensure(ApiKeyOrder order, @Nullable String key);

	/**
	 * Whether there is a key, also a revoked or expired one.
	 * @param tenantId the tenant
	 * @param apiKeyId the id
	 * @return true when it is the id of one of the tenant's keys
	 */
	Mono<Boolean> exists(UUID tenantId, UUID apiKeyId);

}
