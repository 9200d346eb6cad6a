/**
 * Streaming subscriptions: a named filter of events and the destination they are to be
 * delivered to. Promises: a destination is checked strictly by its type before it is
 * stored; its secrets are sealed and never shown again, neither in answers nor in events,
 * but for a webhook's new secret in the answer to its rotation. Whoever delivers finds
 * them through {@link io.qnsp.audit.subscription.DeliverableSubscriptions} and offers
 * {@link io.qnsp.audit.subscription.DeliveryStates}. Depends on
 * {@link io.qnsp.audit.events} and the root key.
 */
@NullMarked
package io.qnsp.audit.subscription;

import org.jspecify.annotations.NullMarked;
