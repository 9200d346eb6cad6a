package io.qnsp.core.tenant;

import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * Knows every tenant's profile, normally from memory.
 */
public interface TenantDirectory {

	/**
	 * Looks a tenant up.
	 * @param tenantId the tenant
	 * @return the profile as of the last change this instance has seen, or empty when
	 * there is no such tenant
	 */
	Mono<TenantProfile> find(UUID tenantId);

}
