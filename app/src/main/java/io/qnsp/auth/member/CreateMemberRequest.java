package io.qnsp.auth.member;

import java.util.List;

import io.qnsp.core.caller.Role;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a user.
 *
 * @param email the address
 * @param displayName what people call it
 * @param roles its roles
 */
record CreateMemberRequest(
		@NotNull(message = "missing (expected: an e-mail address)") @Size(min = 3, max = 320,
				message = "wrong length (expected: 3..320 characters)") @Email(
						message = "wrong form (expected: an e-mail address)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
								message = "control characters (expected: none)") String email,
		@Nullable @Size(min = 1, max = 200, message = "wrong length (expected: 1..200 characters)") @Pattern(
				regexp = "[^\\p{Cntrl}\\p{Cs}]*", message = "control characters (expected: none)") String displayName,
		@NotEmpty(message = "missing (expected: at least one role)") @Size(max = 6,
				message = "too many (expected: 1..6 roles)") List<@NotNull(
						message = "null (expected: a role)") Role> roles) {

	// An e-mail address belongs in no log.
	@Override
	public String toString() {
		return "CreateMemberRequest";
	}

}
