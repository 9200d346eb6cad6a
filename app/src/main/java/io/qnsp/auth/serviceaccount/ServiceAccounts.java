package io.qnsp.auth.serviceaccount;

import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.Role;
import reactor.core.publisher.Mono;

/**
 * Service accounts, for the other features.
 */
public interface ServiceAccounts {

	/**
	 * Looks an account up.
	 * @param tenantId the account's tenant
	 * @param serviceAccountId the account
	 * @return the account as it is now, or empty when the tenant has none of that id
	 */
	Mono<Account> find(UUID tenantId, UUID serviceAccountId);

	/**
	 * What others need to know of an account.
	 *
	 * @param tenantId the tenant it belongs to
	 * @param serviceAccountId its id
	 * @param roles its roles
	 * @param audiences for whom it may ask tokens: {@code platform},
	 * {@code internal-service}, {@code external-api}, {@code partner-bee}
	 * @param active false while it is disabled
	 */
	record Account(UUID tenantId, UUID serviceAccountId, Set<Role> roles, Set<String> audiences, boolean active) {

		public Account {
			roles = Set.copyOf(roles);
			audiences = Set.copyOf(audiences);
		}

	}

}
