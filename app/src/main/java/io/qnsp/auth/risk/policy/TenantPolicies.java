package io.qnsp.auth.risk.policy;

import java.util.List;
import java.util.UUID;

import io.qnsp.auth.risk.model.RiskPolicy;
import reactor.core.publisher.Mono;

/**
 * A tenant's policies, for evaluations.
 */
public interface TenantPolicies {

	/**
	 * The policies that are enabled.
	 * @param tenantId the tenant
	 * @return the policies, in any order; at once when they are in memory
	 */
	Mono<List<RiskPolicy>> enabled(UUID tenantId);

}
