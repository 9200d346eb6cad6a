package io.qnsp.audit.subscription;

import java.util.UUID;

import io.qnsp.audit.events.EventFilter;

/**
 * A subscription that is to be delivered.
 *
 * @param tenantId whose it is
 * @param subscriptionId its id
 * @param type the kind of destination
 * @param filter which events
 */
public record ActiveSubscription(UUID tenantId, UUID subscriptionId, DestinationType type, EventFilter filter) {

}
