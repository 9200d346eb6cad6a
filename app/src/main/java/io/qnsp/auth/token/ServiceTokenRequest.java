package io.qnsp.auth.token;

import java.util.UUID;

import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A service account asks for a token.
 *
 * @param serviceId the service account
 * @param audience for whom the token is meant; this server when left out
 */
record ServiceTokenRequest(@NotNull(message = "missing (expected: the service account's UUID)") UUID serviceId,
		@Nullable String audience) {

}
