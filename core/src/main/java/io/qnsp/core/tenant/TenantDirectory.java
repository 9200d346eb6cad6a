package io.qnsp.core.tenant;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Knows every tenant's profile, normally from memory.
 */
public interface TenantDirectory {

	/**
	 * The type of the event that a changed tenant leaves; its resource is the tenant.
	 */
	String CHANGED = "tenant.tenant.update";

	/**
	 * Looks a tenant up.
	 * @param tenantId the tenant
	 * @return the profile as of the last change this instance has seen, or empty when
	 * there is no such tenant
	 */
	Mono<TenantProfile> find(UUID tenantId);

	/**
	 * Looks a tenant up without waiting.
	 * @param tenantId the tenant
	 * @return the profile, or {@code null} when it is not in memory now, whether there is
	 * such a tenant or not
	 */
	@Nullable TenantProfile findNow(UUID tenantId);

}
