package io.qnsp.auth.member;

import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The users of tenants, for the other features.
 */
public interface Members {

	/**
	 * Makes sure that a tenant has a user, in the surrounding transaction and tenant. A
	 * user of that address who is there already stays as it is.
	 * @param tenantId the tenant
	 * @param email the address
	 * @param displayName what people call it, or {@code null}
	 * @param roles its roles, at least one; whoever calls this has checked that they may
	 * be granted
	 * @return the user's id
	 */
	Mono<UUID> ensure(UUID tenantId, String email, @Nullable String displayName, Set<Role> roles);

}
