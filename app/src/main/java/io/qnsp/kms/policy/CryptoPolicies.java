package io.qnsp.kms.policy;

import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * The policies of tenants, for the other features.
 */
public interface CryptoPolicies {

	/**
	 * A tenant's policy, as the database has it now.
	 * @param tenantId the tenant
	 * @return the policy; a refusing one for a tenant that has said nothing
	 */
	Mono<CryptoPolicy> of(UUID tenantId);

}
