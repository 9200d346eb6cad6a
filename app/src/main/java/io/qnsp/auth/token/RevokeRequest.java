package io.qnsp.auth.token;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Which token to revoke.
 *
 * @param tokenId the token's {@code jti}
 * @param reason why, or {@code null}
 */
record RevokeRequest(@NotNull(message = "missing (expected: the token's jti, a UUID)") UUID tokenId,
		@Nullable Reason reason) {

	/**
	 * Why a token is revoked.
	 */
	enum Reason {

		/** The user signed out. */
		@JsonProperty("user_logout")
		USER_LOGOUT,
		/** A newer token took its place. */
		@JsonProperty("rotated")
		ROTATED,
		/** An administrator said so. */
		@JsonProperty("admin_revoke")
		ADMIN_REVOKE,
		/** It may be in the wrong hands. */
		@JsonProperty("security_incident")
		SECURITY_INCIDENT,
		/** It is no longer needed. */
		@JsonProperty("expired")
		EXPIRED

	}

}
