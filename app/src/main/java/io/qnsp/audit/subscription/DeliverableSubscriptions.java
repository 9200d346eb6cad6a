package io.qnsp.audit.subscription;

import java.util.UUID;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Subscriptions, for whoever delivers them.
 */
public interface DeliverableSubscriptions {

	/** What the type of every event about a subscription starts with. */
	String EVENTS = "audit.subscription.";

	/** The type of the event that a subscription leaves when the server disables it. */
	String DISABLED = EVENTS + "disable";

	/** The type of resource of those events. */
	String RESOURCE = "subscription";

	/**
	 * Every active subscription of every tenant.
	 * @return the subscriptions
	 */
	Flux<ActiveSubscription> active();

	/**
	 * One subscription.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription
	 * @return the subscription, or empty when it is not there or not active
	 */
	Mono<ActiveSubscription> findActive(UUID tenantId, UUID subscriptionId);

	/**
	 * Where a subscription goes to, its secrets opened.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription, active or not
	 * @return the target, or empty when it is not there
	 */
	Mono<SubscriptionTarget> targetOf(UUID tenantId, UUID subscriptionId);

	/**
	 * Disables an active subscription, in the surrounding transaction of its tenant.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription
	 * @param reason why, told to the tenant; at most 1000 characters
	 * @return true when it was active
	 */
	Mono<Boolean> disable(UUID tenantId, UUID subscriptionId, String reason);

}
