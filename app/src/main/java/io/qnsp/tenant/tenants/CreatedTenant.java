package io.qnsp.tenant.tenants;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;

/**
 * A tenant that was made now, with its first owner.
 *
 * @param tenantId its id
 * @param name what people call it
 * @param slug its short name
 * @param tier what it has bought
 * @param addOns what it holds beside its tier
 * @param status whether it may work
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 * @param ownerId the user who owns it
 */
record CreatedTenant(UUID tenantId, String name, String slug, Tier tier, List<AddOn> addOns, TenantStatus status,
		Instant createdAt, Instant updatedAt, UUID ownerId) {

	static CreatedTenant of(Tenant tenant, UUID ownerId) {
		return new CreatedTenant(tenant.tenantId(), tenant.name(), tenant.slug(), tenant.tier(), tenant.addOns(),
				tenant.status(), tenant.createdAt(), tenant.updatedAt(), ownerId);
	}

}
