package io.qnsp.audit.subscription;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * How far subscriptions are delivered, kept by whoever delivers them. Called as the
 * subscription's tenant, what changes something in the transaction of the change.
 */
public interface DeliveryStates {

	/**
	 * Begins at the journal's end: a new subscription gets what happens from now on.
	 * @param tenantId the tenant
	 * @param subscriptionId the new subscription
	 * @return completes when it is written
	 */
	Mono<Void> begin(UUID tenantId, UUID subscriptionId);

	/**
	 * Takes a subscription from whoever delivers it, since it has changed. The place in
	 * the journal stays.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription
	 * @param afresh whether failures are forgotten and the next attempt is due at once
	 * @return completes when it is written
	 */
	Mono<Void> interrupt(UUID tenantId, UUID subscriptionId, boolean afresh);

	/**
	 * How subscriptions stand.
	 * @param tenantId the tenant
	 * @param subscriptionIds which ones
	 * @return the states by subscription
	 */
	Mono<Map<UUID, DeliveryState>> of(UUID tenantId, Collection<UUID> subscriptionIds);

}
