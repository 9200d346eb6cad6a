package io.qnsp.core.caller;

import java.util.Locale;
import java.util.Optional;

/**
 * The roles a caller can hold. Tenant roles act in the credential's own tenant; platform
 * roles belong to operators and reach across tenants.
 */
public enum Role {

	/** May do everything in the tenant. */
	OWNER,
	/** May administer the tenant. */
	ADMIN,
	/** May read and change, but not administer. */
	DEVELOPER,
	/** May read. */
	VIEWER,
	/** Operates the platform: may do everything in every tenant. */
	PLATFORM_OPERATOR,
	/** Reads in every tenant and changes nothing. */
	PLATFORM_AUDITOR;

	/**
	 * The name in tokens and JSON.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether the role reaches across tenants.
	 * @return true for platform roles
	 */
	public boolean isPlatform() {
		return this == PLATFORM_OPERATOR || this == PLATFORM_AUDITOR;
	}

	/**
	 * Reads a role's wire name.
	 * @param name the name, such as {@code developer}
	 * @return the role, or empty when there is none of that name
	 */
	public static Optional<Role> ofWireName(String name) {
		for (Role role : values()) {
			if (role.wireName().equals(name)) {
				return Optional.of(role);
			}
		}
		return Optional.empty();
	}

}
