package io.qnsp.audit.subscription;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer to whoever made a subscription.
 *
 * @param subscriptionId its id
 * @param name what people call it
 * @param status {@code active}
 * @param createdAt when it was made
 */
record CreatedSubscription(UUID subscriptionId, String name, Subscription.Status status, Instant createdAt) {

}
