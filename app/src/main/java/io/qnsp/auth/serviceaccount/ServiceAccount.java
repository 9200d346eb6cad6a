package io.qnsp.auth.serviceaccount;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Role;
import io.qnsp.core.page.PageRequest;

/**
 * A service account.
 *
 * @param serviceAccountId its id
 * @param tenantId the tenant it belongs to
 * @param name what people call it; unique in the tenant, whatever its case
 * @param roles its roles
 * @param audiences for whom it may ask tokens
 * @param status whether it may work
 * @param createdAt when it was made
 */
record ServiceAccount(UUID serviceAccountId, UUID tenantId, String name, List<Role> roles, List<Audience> audiences,
		SubjectStatus status, Instant createdAt) {

	ServiceAccount {
		roles = List.copyOf(roles);
		audiences = List.copyOf(audiences);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.serviceAccountId);
	}

}
