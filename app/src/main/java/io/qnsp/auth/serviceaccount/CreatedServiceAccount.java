package io.qnsp.auth.serviceaccount;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.apikey.IssuedApiKey;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Role;

/**
 * A service account at the one moment its secret is shown.
 *
 * @param serviceAccountId its id
 * @param tenantId the tenant it belongs to
 * @param name what people call it
 * @param roles its roles
 * @param audiences for whom it may ask tokens
 * @param status whether it may work
 * @param createdAt when it was made
 * @param apiKeyId the id of the API key that is its secret
 * @param secret the API key itself; it is not kept
 * @param scopes what the secret is limited to
 */
record CreatedServiceAccount(UUID serviceAccountId, UUID tenantId, String name, List<Role> roles,
		List<Audience> audiences, SubjectStatus status, Instant createdAt, UUID apiKeyId, String secret,
		List<String> scopes) {

	static CreatedServiceAccount of(ServiceAccount account, IssuedApiKey key) {
		return new CreatedServiceAccount(account.serviceAccountId(), account.tenantId(), account.name(),
				account.roles(), account.audiences(), account.status(), account.createdAt(), key.apiKeyId(), key.key(),
				key.scopes());
	}

	@Override
	public String toString() {
		return "CreatedServiceAccount[" + this.serviceAccountId + "]";
	}

}
