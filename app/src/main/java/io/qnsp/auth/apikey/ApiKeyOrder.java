package io.qnsp.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;

/**
 * A key that is to be made.
 *
 * @param tenantId the tenant it belongs to
 * @param subjectType whether the subject is a user or a service account
 * @param subjectId the user or service account of that tenant that it speaks for
 * @param name what people call it, 1..200 characters
 * @param roles its roles, at least one
 * @param scopes its scopes, at least one
 * @param expiresAt when it expires, or {@code null} for never
 * @param createdBy the subject who makes it
 */
public record ApiKeyOrder(UUID tenantId, ActorType subjectType, UUID subjectId, String name, Set<Role> roles,
		List<String> scopes, @Nullable Instant expiresAt, String createdBy) {

	public ApiKeyOrder {
		roles = Set.copyOf(roles);
		scopes = List.copyOf(scopes);
	}

}
