package io.qnsp.auth.serviceaccount;

import java.util.List;

import io.qnsp.core.caller.Role;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a service account.
 *
 * @param name what people call it; unique in the tenant
 * @param roles its roles
 * @param audiences for whom it may ask tokens; this server when none are named
 * @param scopes what its secret is limited to; everything the caller may do when none are
 * named
 */
record CreateServiceAccountRequest(
		@NotBlank(message = "missing (expected: 1..200 characters)") @Size(max = 200,
				message = "too long (expected: 1..200 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String name,
		@NotEmpty(message = "missing (expected: at least one role)") @Size(max = 6,
				message = "too many (expected: 1..6 roles)") List<@NotNull(
						message = "null (expected: a role)") Role> roles,
		@Nullable @Size(min = 1, max = 4,
				message = "wrong number (expected: 1..4 audiences)") List<@NotNull(
						message = "null (expected: an audience)") Audience> audiences,
		@Nullable @Size(min = 1, max = 50, message = "wrong number (expected: 1..50 scopes)") List<@NotNull(
				message = "null (expected: a scope)") String> scopes) {

}
