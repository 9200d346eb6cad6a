package io.qnsp.auth.member;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Role;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A user of a tenant.
 *
 * @param userId its id
 * @param tenantId the tenant
 * @param email the address, unique in the tenant whatever its case
 * @param displayName what people call it, or {@code null}
 * @param roles its roles
 * @param status whether it may work
 * @param createdAt when it joined
 */
record Member(UUID userId, UUID tenantId, String email, @Nullable String displayName, List<Role> roles,
		SubjectStatus status, Instant createdAt) {

	Member {
		roles = List.copyOf(roles);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.userId);
	}

	// An e-mail address belongs in no log.
	@Override
	public String toString() {
		return "Member[" + this.userId + "]";
	}

}
