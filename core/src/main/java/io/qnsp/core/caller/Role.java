package io.qnsp.core.caller;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The roles a caller can hold. Tenant roles act in the credential's own tenant; platform
 * roles belong to operators and reach across tenants.
 */
public enum Role {

	/** May do everything in the tenant. */
	@JsonProperty("owner")
	OWNER,
	/** May administer the tenant. */
	@JsonProperty("admin")
	ADMIN,
	/** May read and change, but not administer. */
	@JsonProperty("developer")
	DEVELOPER,
	/** May read. */
	@JsonProperty("viewer")
	VIEWER,
	/** Operates the platform: may do everything in every tenant. */
	@JsonProperty("platform_operator")
	PLATFORM_OPERATOR,
	/** Reads in every tenant and changes nothing. */
	@JsonProperty("platform_auditor")
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
