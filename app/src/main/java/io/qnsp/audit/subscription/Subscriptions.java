package io.qnsp.audit.subscription;

import java.util.UUID;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.journal.AuditEvent;
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

	/** The detail of a subscription's event that names the types of its filter. */
	String EVENT_TYPES = "eventTypes";

	/**
	 * Whether an event says that a subscription, its resource, has other filters now.
	 * @param event any event
	 * @return true when it does
	 */
	static boolean changesFilters(AuditEvent event) {
		return event.eventType().equals(DeliverableSubscriptions.EVENTS + "update")
				&& event.detail().containsKey(EVENT_TYPES);
	}

	/**
	 * The filter of a subscription, read as the caller's tenant.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription
	 * @return the filter, or a 404 when the tenant has no such subscription
	 */
	Mono<EventFilter> filterOf(UUID tenantId, UUID subscriptionId);

}
