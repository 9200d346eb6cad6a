package io.qnsp.app.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.apikey.ApiKeyOrder;
import io.qnsp.auth.apikey.ApiKeys;
import io.qnsp.auth.apikey.IssuedApiKey;
import io.qnsp.auth.member.Members;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.id.Ids;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import io.qnsp.tenant.tenants.Tenants;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes tenants, users and keys for tests, so that each test works with its own.
 */
@Component
public final class TestTenants {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Tenants tenants;

	private final Members members;

	private final ApiKeys keys;

	private final Transactions transactions;

	private final Ids ids;

	TestTenants(Tenants tenants, Members members, ApiKeys keys, Transactions transactions, Ids ids) {
		this.tenants = tenants;
		this.members = members;
		this.keys = keys;
		this.transactions = transactions;
		this.ids = ids;
	}

	/**
	 * Somebody who can call.
	 *
	 * @param tenantId the tenant
	 * @param userId the user
	 * @param apiKeyId the id of its key
	 * @param key its key
	 */
	public record Account(UUID tenantId, UUID userId, UUID apiKeyId, String key) {

		/**
		 * The Authorization header.
		 * @return {@code Bearer} and the key
		 */
		public String bearer() {
			return "Bearer " + this.key;
		}

		/**
		 * The same account with another credential.
		 * @param credential an API key or a token
		 * @return the account
		 */
		public Account with(String credential) {
			return new Account(this.tenantId, this.userId, this.apiKeyId, credential);
		}

	}

	/**
	 * A new tenant with an owner.
	 * @param tier its tier
	 * @param addOns its add-ons
	 * @return the owner
	 */
	public Account owner(Tier tier, AddOn... addOns) {
		UUID tenantId = this.ids.next();
		run(tenantId, this.tenants.ensure(tenantId, "Test", "test-" + tenantId, tier, Set.of(addOns)));
		return member(tenantId, Role.OWNER);
	}

	/**
	 * A new tenant of the largest tier with an owner.
	 * @return the owner
	 */
	public Account owner() {
		return owner(Tier.ENTERPRISE_ELITE, AddOn.BYOHSM, AddOn.KEY_ESCROW);
	}

	/**
	 * A new user of a tenant with an unlimited key.
	 * @param tenantId the tenant
	 * @param roles the user's roles
	 * @return the user
	 */
	public Account member(UUID tenantId, Role... roles) {
		UUID user = run(tenantId,
				this.members.ensure(tenantId, this.ids.next() + "@example.test", null, Set.of(roles)));
		return key(tenantId, user, List.of("*"), null, roles);
	}

	/**
	 * A new user of the platform's tenant.
	 * @param role a platform role
	 * @return the user
	 */
	public Account platform(Role role) {
		run(PlatformTenant.ID, this.tenants.ensure(PlatformTenant.ID, "Platform", "platform", Tier.ENTERPRISE_ELITE,
				Set.of(AddOn.BYOHSM, AddOn.KEY_ESCROW)));
		return member(PlatformTenant.ID, role);
	}

	/**
	 * Another key of a user.
	 * @param tenantId the tenant
	 * @param userId the user
	 * @param scopes the key's scopes
	 * @param expiresAt when it expires, also in the past, or {@code null}
	 * @param roles the key's roles
	 * @return the user with that key
	 */
	public Account key(UUID tenantId, UUID userId, List<String> scopes, @Nullable Instant expiresAt, Role... roles) {
		IssuedApiKey issued = run(tenantId, this.keys.issue(
				new ApiKeyOrder(tenantId, ActorType.USER, userId, "test", Set.of(roles), scopes, expiresAt, "test")));
		return new Account(tenantId, userId, issued.apiKeyId(), issued.key());
	}

	private <T> T run(UUID tenantId, Mono<T> work) {
		T result = this.transactions.inTransaction(work).contextWrite(TenantContext.with(tenantId)).block(TIMEOUT);
		if (result == null) {
			throw new IllegalStateException("No result");
		}
		return result;
	}

}
