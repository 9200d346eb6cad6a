package io.qnsp.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is listed: everything but the key.
 *
 * @param apiKeyId its id
 * @param name what people call it
 * @param prefix how the key starts
 * @param userId the user it speaks for, or {@code null}
 * @param serviceAccountId the service account it speaks for, or {@code null}
 * @param roles its roles
 * @param scopes its scopes
 * @param status whether it is accepted
 * @param createdBy the subject who made it
 * @param createdAt when it was made
 * @param expiresAt when it expires, or {@code null} for never
 * @param revokedAt when it was revoked, or {@code null}
 */
record ApiKey(UUID apiKeyId, String name, String prefix, @Nullable UUID userId, @Nullable UUID serviceAccountId,
		List<Role> roles, List<String> scopes, Status status, String createdBy, Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant revokedAt) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.apiKeyId);
	}

	static Status statusAt(Instant now, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
		if (revokedAt != null) {
			return Status.REVOKED;
		}
		return (expiresAt != null && !now.isBefore(expiresAt)) ? Status.EXPIRED : Status.ACTIVE;
	}

	/**
	 * Whether a key is accepted.
	 */
	enum Status {

		/** It is. */
		@JsonProperty("active")
		ACTIVE,
		/** Its time is over. */
		@JsonProperty("expired")
		EXPIRED,
		/** Somebody has revoked it. */
		@JsonProperty("revoked")
		REVOKED

	}

	/**
	 * The subject of a key.
	 *
	 * @param type user or service
	 * @param id the user's or service account's id
	 */
	record Holder(ActorType type, UUID id) {

		@Nullable UUID userId() {
			return (this.type == ActorType.USER) ? this.id : null;
		}

		@Nullable UUID serviceAccountId() {
			return (this.type == ActorType.SERVICE) ? this.id : null;
		}

	}

}
