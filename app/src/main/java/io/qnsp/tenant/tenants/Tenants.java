package io.qnsp.tenant.tenants;

import java.util.Set;
import java.util.UUID;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import reactor.core.publisher.Mono;

/**
 * Tenants, for the other features.
 */
public interface Tenants {

	/**
	 * Makes sure that a tenant exists, in the surrounding transaction, whose tenant must
	 * be that one. A tenant that is there already stays as it is.
	 * @param tenantId its id
	 * @param name what people call it, 1..200 characters
	 * @param slug its short name, unique on this installation
	 * @param tier what it has bought
	 * @param addOns what it holds beside its tier
	 * @return true when it was made now, false when it was there
	 */
	Mono<Boolean> ensure(UUID tenantId, String name, String slug, Tier tier, Set<AddOn> addOns);

}
