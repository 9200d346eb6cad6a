package io.qnsp.core.tenant;

import java.util.Set;
import java.util.UUID;

/**
 * A tenant as the control pipeline sees it.
 *
 * @param tenantId the tenant
 * @param tier what it has bought
 * @param addOns what it holds beside its tier
 * @param active false while it is suspended: its calls are refused
 */
public record TenantProfile(UUID tenantId, Tier tier, Set<AddOn> addOns, boolean active) {

	public TenantProfile {
		addOns = Set.copyOf(addOns);
	}

}
