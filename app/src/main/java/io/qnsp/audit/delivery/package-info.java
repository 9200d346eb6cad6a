/**
 * Brings a subscription's events to its destination. Promises: every event that passes
 * the filter is delivered at least once and in commit order; the cursor advances only
 * after the other side has accepted, so a restart or another instance repeats at most the
 * last batch. The engine is in {@code engine}, each kind of destination in a package of
 * its own, what a destination refuses in {@code deadletter}. Depends on
 * {@link io.qnsp.audit.events} and {@link io.qnsp.audit.subscription}.
 */
@NullMarked
package io.qnsp.audit.delivery;

import org.jspecify.annotations.NullMarked;
