package io.qnsp.auth.token;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;

/**
 * What an access token says.
 *
 * @param tokenId {@code jti}
 * @param subject {@code sub}
 * @param actorType {@code actor_type}
 * @param tenantId {@code tenant_id}
 * @param clientId {@code client_id}: the API key it was issued for
 * @param roles {@code roles}
 * @param scopes the claim of that name without the s, separated by spaces
 * @param audience {@code aud}
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 */
record TokenClaims(String tokenId, String subject, ActorType actorType, UUID tenantId, String clientId, Set<Role> roles,
		Set<String> scopes, String audience, Instant issuedAt, Instant expiresAt) {

}
