package io.qnsp.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;

/**
 * A key at the one moment it is shown.
 *
 * @param apiKeyId its id
 * @param name what people call it
 * @param key the key itself; a secret that is not kept
 * @param prefix how it starts, to recognise it by
 * @param userId the user it speaks for, or {@code null}
 * @param serviceAccountId the service account it speaks for, or {@code null}
 * @param roles its roles
 * @param scopes its scopes
 * @param createdBy the subject who made it
 * @param createdAt when it was made
 * @param expiresAt when it expires, or {@code null} for never
 */
public record IssuedApiKey(UUID apiKeyId, String name, String key, String prefix, @Nullable UUID userId,
		@Nullable UUID serviceAccountId, List<Role> roles, List<String> scopes, String createdBy, Instant createdAt,
		@Nullable Instant expiresAt) {

	@Override
	public String toString() {
		return "IssuedApiKey[" + this.apiKeyId + "]";
	}

}
