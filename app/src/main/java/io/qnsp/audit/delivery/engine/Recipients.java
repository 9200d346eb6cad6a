package io.qnsp.audit.delivery.engine;

import java.util.UUID;

import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.core.tenant.TenantDirectory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Which tenants get deliveries. Those who don't keep their place in the journal and go on
 * from there when they do again.
 */
@Component
final class Recipients {

	private static final String FEATURE = "audit.streaming";

	private final TenantDirectory tenants;

	private final Entitlements entitlements;

	Recipients(TenantDirectory tenants, Entitlements entitlements) {
		this.tenants = tenants;
		this.entitlements = entitlements;
	}

	/**
	 * Whether a tenant is active and its tier includes streaming.
	 */
	Mono<Boolean> mayReceive(UUID tenantId) {
		return this.tenants.find(tenantId)
			.map((tenant) -> tenant.active() && this.entitlements.includes(tenant.tier(), FEATURE))
			.defaultIfEmpty(false);
	}

}
