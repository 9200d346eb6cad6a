package io.qnsp.auth.risk.model;

import java.util.Comparator;
import java.util.UUID;

/**
 * A user whose logins are assessed. The id is the caller's own: the same id in two
 * tenants is two users.
 *
 * @param tenantId the tenant
 * @param userId the user's id, 1..{@value LoginAttempt#MAX_USER_ID} characters
 */
public record UserKey(UUID tenantId, String userId) implements Comparable<UserKey> {

	private static final Comparator<UserKey> ORDER = Comparator.comparing(UserKey::tenantId)
		.thenComparing(UserKey::userId);

	@Override
	public int compareTo(UserKey other) {
		return ORDER.compare(this, other);
	}

}
