/**
 * The engine behind {@link io.qnsp.audit.delivery}: knows every active subscription, is
 * woken by the journal's tail, and hands events over, a bounded number of subscriptions
 * at a time. Who delivers a subscription holds a lease on its row; each write names the
 * lease's epoch, so that an instance that was taken for dead changes nothing any more.
 * Depends on the journal, SQL and {@link io.qnsp.audit.subscription}.
 */
@NullMarked
package io.qnsp.audit.delivery.engine;

import org.jspecify.annotations.NullMarked;
