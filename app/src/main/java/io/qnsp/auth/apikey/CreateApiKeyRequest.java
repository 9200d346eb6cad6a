package io.qnsp.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Role;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param name what people call it
 * @param userId the user it speaks for; at most one of this and the next
 * @param serviceAccountId the service account it speaks for; the caller itself when
 * neither is named
 * @param roles its roles; those of its subject when none are named
 * @param scopes what it is limited to
 * @param expiresAt when it expires; never when not named
 */
record CreateApiKeyRequest(
		@NotBlank(message = "missing (expected: 1..200 characters)") @Size(max = 200,
				message = "too long (expected: 1..200 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String name,
		@Nullable UUID userId, @Nullable UUID serviceAccountId,
		@Nullable @Size(min = 1, max = 6,
				message = "wrong number (expected: 1..6 roles)") List<@NotNull(
						message = "null (expected: a role)") Role> roles,
		@NotEmpty(message = "missing (expected: at least one scope)") @Size(max = 50,
				message = "too many (expected: 1..50 scopes)") List<@NotNull(
						message = "null (expected: a scope)") String> scopes,
		@Nullable Instant expiresAt) {

}
