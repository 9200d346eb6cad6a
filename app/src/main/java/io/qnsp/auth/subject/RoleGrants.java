package io.qnsp.auth.subject;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.PlatformTenant;

/**
 * Which role is worth what. Owner covers admin covers developer covers viewer; the
 * platform operator covers every role, the platform auditor covers viewer. "Covers" is a
 * partial order: whoever holds a role may give away what it covers, and nothing else.
 */
public final class RoleGrants {

	private RoleGrants() {
	}

	/**
	 * Whether roles are worth at least a given one.
	 * @param held the roles held
	 * @param role the role asked for
	 * @return true when one of the held roles covers it
	 */
	public static boolean covers(Collection<Role> held, Role role) {
		return held.stream().anyMatch((one) -> covers(one, role));
	}

	/**
	 * Whether roles are worth at least all of the given ones.
	 * @param held the roles held
	 * @param roles the roles asked for
	 * @return true when each of them is covered
	 */
	public static boolean coversAll(Collection<Role> held, Collection<Role> roles) {
		return roles.stream().allMatch((role) -> covers(held, role));
	}

	/**
	 * The most that two sets of roles have in common: what a credential with roles of its
	 * own is worth in the hands of a subject whose roles may have changed since.
	 * @param asked the credential's roles
	 * @param held the subject's roles
	 * @return the largest roles that both cover; empty when there is none
	 */
	public static Set<Role> limit(Collection<Role> asked, Collection<Role> held) {
		Set<Role> common = EnumSet.noneOf(Role.class);
		for (Role role : Role.values()) {
			if (covers(asked, role) && covers(held, role)) {
				common.add(role);
			}
		}
		return common.stream()
			.filter((role) -> common.stream().noneMatch((other) -> other != role && covers(other, role)))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Refuses roles that a caller may not give away in a tenant.
	 * @param caller who grants
	 * @param tenantId the tenant of the one who gets them
	 * @param roles what is granted
	 * @throws QnspException a 403 that names the first role beyond the caller's own, or
	 * the platform role outside of the platform's tenant
	 */
	public static void requireGrantable(Caller caller, UUID tenantId, Collection<Role> roles) {
		for (Role role : sorted(roles)) {
			if (role.isPlatform() && !(caller.isPlatformOperator() && tenantId.equals(PlatformTenant.ID))) {
				throw refusal(role, "given by a platform operator to a subject of the platform's own tenant");
			}
			if (!covers(caller.roles(), role)) {
				throw refusal(role, "at most the caller's own: " + wireNames(caller.roles()));
			}
		}
	}

	/**
	 * The names of roles in a stable order, for the database, answers and events.
	 * @param roles the roles
	 * @return wire names, each once
	 */
	public static List<String> wireNames(Collection<Role> roles) {
		return sorted(roles).stream().map(Role::wireName).toList();
	}

	/**
	 * Roles in a stable order.
	 * @param roles the roles, in any order, repeated or not
	 * @return each once, as {@link Role} declares them
	 */
	public static List<Role> sorted(Collection<Role> roles) {
		return roles.stream().distinct().sorted().toList();
	}

	/**
	 * Reads stored roles.
	 * @param names wire names that the database has checked
	 * @return the roles
	 * @throws IllegalStateException for a name that is no role
	 */
	public static Set<Role> stored(Collection<String> names) {
		return names.stream()
			.map((name) -> Role.ofWireName(name)
				.orElseThrow(() -> new IllegalStateException("role: " + name + " (expected: a known role)")))
			.collect(Collectors.toUnmodifiableSet());
	}

	private static boolean covers(Role held, Role role) {
		return switch (held) {
			case PLATFORM_OPERATOR -> true;
			case PLATFORM_AUDITOR -> role == Role.PLATFORM_AUDITOR || role == Role.VIEWER;
			case OWNER, ADMIN, DEVELOPER, VIEWER -> !role.isPlatform() && held.compareTo(role) <= 0;
		};
	}

	private static QnspException refusal(Role role, String expected) {
		return new QnspException(ErrorCode.FORBIDDEN, "The caller may not grant the role " + role.wireName(),
				Map.of("roles", role.wireName() + " (expected: " + expected + ")"));
	}

}
