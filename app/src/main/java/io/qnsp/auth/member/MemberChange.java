package io.qnsp.auth.member;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What a user becomes.
 *
 * @param roles its roles from now on
 * @param status its status from now on
 */
record MemberChange(Set<Role> roles, SubjectStatus status) {

	private static final List<Role> NEVER_LOST = List.of(Role.OWNER, Role.PLATFORM_OPERATOR);

	/**
	 * Decides a change.
	 * @param caller who asks
	 * @param target the user as it is
	 * @param others the other users that hold a role that must not be lost
	 * @param roles the roles asked for, or {@code null} to keep them
	 * @param status the status asked for, or {@code null} to keep it
	 * @return the change
	 * @throws QnspException 403 when the user or the roles are beyond the caller's own,
	 * 409 when nobody active would hold owner, or platform operator, any more
	 */
	static MemberChange decide(Caller caller, Member target, Collection<Member> others,
			@Nullable Collection<Role> roles, @Nullable SubjectStatus status) {
		if (!RoleGrants.coversAll(caller.roles(), target.roles())) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"The caller may not change a user with larger roles than its own");
		}
		if (roles != null) {
			RoleGrants.requireGrantable(caller, target.tenantId(), roles);
		}
		MemberChange change = new MemberChange((roles != null) ? Set.copyOf(roles) : Set.copyOf(target.roles()),
				(status != null) ? status : target.status());
		for (Role role : NEVER_LOST) {
			boolean loses = target.status() == SubjectStatus.ACTIVE && target.roles().contains(role)
					&& !(change.status() == SubjectStatus.ACTIVE && change.roles().contains(role));
			if (loses && others.stream()
				.noneMatch((other) -> other.status() == SubjectStatus.ACTIVE && other.roles().contains(role))) {
				throw QnspException
					.conflict("The user is the last active %s of the tenant (expected: another one first)"
						.formatted(role.wireName()));
			}
		}
		return change;
	}

}
