package io.qnsp.app.testing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.apikey.ApiKeyOrder;
import io.qnsp.auth.apikey.ApiKeys;
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
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes tenants and keys for tests of the pipeline.
 */
@Component
public final class SampleTenants {

	private final Tenants tenants;

	private final Members members;

	private final ApiKeys keys;

	private final Transactions transactions;

	private final Ids ids;

	SampleTenants(Tenants tenants, Members members, ApiKeys keys, Transactions transactions, Ids ids) {
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
	 * @param keyId the key's id
	 * @param key the key
	 */
	public record Account(UUID tenantId, UUID userId, UUID keyId, String key) {

		/**
		 * The Authorization header.
		 * @return {@code Bearer} and the key
		 */
		public String bearer() {
			return "Bearer " + this.key;
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
		run(tenantId, this.tenants.ensure(tenantId, "Sample", "sample-" + tenantId, tier, Set.of(addOns)));
		return member(tenantId, List.of("*"), Role.OWNER);
	}

	/**
	 * A new user of a tenant with a key.
	 * @param tenantId the tenant
	 * @param scopes the key's scopes
	 * @param role the user's and the key's role
	 * @return the user
	 */
	public Account member(UUID tenantId, List<String> scopes, Role role) {
		UUID user = run(tenantId, this.members.ensure(tenantId, this.ids.next() + "@example.test", null, Set.of(role)));
		return run(tenantId, this.keys
			.issue(new ApiKeyOrder(tenantId, ActorType.USER, user, "sample", Set.of(role), scopes, null, "test"))
			.map((issued) -> new Account(tenantId, user, issued.apiKeyId(), issued.key())));
	}

	/**
	 * A new user of the platform's tenant.
	 * @param role a platform role
	 * @return the user
	 */
	public Account platform(Role role) {
		run(PlatformTenant.ID, this.tenants.ensure(PlatformTenant.ID, "Platform", "platform", Tier.ENTERPRISE_ELITE,
				Set.of(AddOn.BYOHSM, AddOn.KEY_ESCROW)));
		return member(PlatformTenant.ID, List.of("*"), role);
	}

	private <T> T run(UUID tenantId, Mono<T> work) {
		T result = this.transactions.inTransaction(work)
			.contextWrite(TenantContext.with(tenantId))
			.block(Duration.ofSeconds(20));
		if (result == null) {
			throw new IllegalStateException("No result");
		}
		return result;
	}

}
