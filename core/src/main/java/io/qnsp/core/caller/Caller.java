package io.qnsp.core.caller;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who is calling. Built from a verified credential and from nothing else.
 *
 * @param tenantId the tenant the call acts in
 * @param homeTenantId the tenant the credential belongs to; differs from {@code tenantId}
 * only for platform roles
 * @param actorType user or service
 * @param subject the user's or service account's id
 * @param clientId the API key or client the credential was issued to; names the
 * application in analytics
 * @param roles the roles held
 * @param scopes what the credential is limited to, such as {@code read:audit}; {@code *}
 * is unlimited
 * @param credentialId the API key's id or the token's {@code jti}; never a secret
 */
public record Caller(UUID tenantId, UUID homeTenantId, ActorType actorType, String subject, String clientId,
		Set<Role> roles, Set<String> scopes, String credentialId) {

	/** The scope that limits nothing. */
	public static final String UNLIMITED_SCOPE = "*";

	public Caller {
		Objects.requireNonNull(tenantId, "tenantId");
		Objects.requireNonNull(homeTenantId, "homeTenantId");
		Objects.requireNonNull(actorType, "actorType");
		Objects.requireNonNull(subject, "subject");
		roles = Set.copyOf(roles);
		scopes = Set.copyOf(scopes);
	}

	/**
	 * Whether the caller holds a role that administers the tenant it acts in.
	 * @return true for owner, admin and platform operator
	 */
	public boolean isAdmin() {
		return this.roles.contains(Role.OWNER) || this.roles.contains(Role.ADMIN) || isPlatformOperator();
	}

	/**
	 * Whether the caller may change things.
	 * @return false for those who hold reading roles only
	 */
	public boolean mayWrite() {
		return isAdmin() || this.roles.contains(Role.DEVELOPER);
	}

	/**
	 * Whether the caller operates the platform.
	 * @return true for platform operators
	 */
	public boolean isPlatformOperator() {
		return this.roles.contains(Role.PLATFORM_OPERATOR);
	}

	/**
	 * Whether the caller may act in, or look at, the given tenant.
	 * @param tenant a tenant id
	 * @return true for the caller's own tenant, and for every tenant with a platform role
	 */
	public boolean maySee(UUID tenant) {
		return this.homeTenantId.equals(tenant) || this.roles.stream().anyMatch(Role::isPlatform);
	}

	/**
	 * Whether the credential's scopes include the given one.
	 * @param scope such as {@code write:auth}
	 * @return true when the scope is held or the credential is unlimited
	 */
	public boolean hasScope(String scope) {
		return this.scopes.contains(UNLIMITED_SCOPE) || this.scopes.contains(scope);
	}

	/**
	 * The same caller acting in another tenant. The one who asks has checked
	 * {@link #maySee}.
	 * @param tenant the tenant to act in
	 * @return a caller of the same credential
	 */
	public Caller actingIn(@Nullable UUID tenant) {
		if (tenant == null || tenant.equals(this.tenantId)) {
			return this;
		}
		return new Caller(tenant, this.homeTenantId, this.actorType, this.subject, this.clientId, this.roles,
				this.scopes, this.credentialId);
	}

}
