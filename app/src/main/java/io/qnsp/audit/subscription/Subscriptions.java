package io.qnsp.audit.subscription;

import java.util.UUID;

import io.qnsp.audit.events.EventFilter;
import reactor.core.publisher.Mono;

/**
 * Subscriptions, for other features.
 */
public interface Subscriptions {

	/**
	 * The type of the event that a deleted subscription leaves; its resource is the
	 * subscription.
	 */
	String DELETED = DeliverableSubscriptions.EVENTS + "delete";

	/**
	 * The filter of a subscription, read as the caller's tenant.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription
	 * @return the filter, or a 404 when the tenant has no such subscription
	 */
	Mono<EventFilter> filterOf(UUID tenantId, UUID subscriptionId);

}
