package io.qnsp.auth.member;

import java.util.List;

import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Role;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a change of a user; what is not named stays.
 *
 * @param roles all of its roles from now on
 * @param status its status from now on
 */
record UpdateMemberRequest(@Nullable @Size(min = 1, max = 6,
		message = "wrong number (expected: 1..6 roles)") List<@NotNull(message = "null (expected: a role)") Role> roles,
		@Nullable SubjectStatus status) {

}
