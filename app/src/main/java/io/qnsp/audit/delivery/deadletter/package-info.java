/**
 * What tenants do about the delivery of their subscriptions: look at the events that a
 * destination refused, have them sent again, and have a stretch of the journal delivered
 * once more. Depends on {@link io.qnsp.audit.subscription} and the journal.
 */
@NullMarked
package io.qnsp.audit.delivery.deadletter;

import org.jspecify.annotations.NullMarked;
