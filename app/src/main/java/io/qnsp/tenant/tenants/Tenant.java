package io.qnsp.tenant.tenants;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.TenantProfile;
import io.qnsp.core.tenant.Tier;

/**
 * A tenant.
 *
 * @param tenantId its id
 * @param name what people call it
 * @param slug its short name, unique on this installation
 * @param tier what it has bought
 * @param addOns what it holds beside its tier
 * @param status whether it may work
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
record Tenant(UUID tenantId, String name, String slug, Tier tier, List<AddOn> addOns, TenantStatus status,
		Instant createdAt, Instant updatedAt) {

	Tenant {
		addOns = List.copyOf(addOns);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.tenantId);
	}

	TenantProfile profile() {
		return new TenantProfile(this.tenantId, this.tier, Set.copyOf(this.addOns), this.status == TenantStatus.ACTIVE);
	}

}
