package io.qnsp.audit.delivery;

import java.util.List;
import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * How much was delivered, for other features.
 */
public interface DeliveryCounts {

	/**
	 * What the destinations of a tenant's subscriptions have accepted so far, counted in
	 * the database with each delivery; read as the caller's tenant.
	 * @param tenantId the tenant
	 * @return the subscriptions that anything was delivered for
	 */
	Mono<List<DeliveryCount>> of(UUID tenantId);

}
