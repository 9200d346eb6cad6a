package io.qnsp.audit.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * How much was delivered for one subscription.
 *
 * @param subscriptionId the subscription
 * @param eventsDelivered how many events its destination has accepted
 * @param lastDeliveredAt when it accepted the last one
 */
public record DeliveryCount(UUID subscriptionId, long eventsDelivered, Instant lastDeliveredAt) {

}
