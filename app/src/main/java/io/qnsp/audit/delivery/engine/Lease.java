package io.qnsp.audit.delivery.engine;

import java.util.UUID;

import io.qnsp.core.journal.EventPosition;

/**
 * The right to deliver a subscription.
 *
 * @param tenantId the tenant
 * @param subscriptionId the subscription
 * @param epoch which owner this is
 * @param position up to where was delivered when it was taken
 * @param standing how delivery stood when it was taken
 */
record Lease(UUID tenantId, UUID subscriptionId, long epoch, EventPosition position, NextStep.Standing standing) {

}
