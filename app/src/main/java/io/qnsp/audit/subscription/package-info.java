/**
 * Streaming subscriptions: a named filter of events and the destination they are to be
 * delivered to. Promises: a destination is checked strictly by its type before it is
 * stored; its secrets are sealed and never shown again, neither in answers nor in events.
 * Nothing is delivered to destinations yet; streams can use a subscription's filter.
 * Depends on {@link io.qnsp.audit.events} and the root key.
 */
@NullMarked
package io.qnsp.audit.subscription;

import org.jspecify.annotations.NullMarked;
