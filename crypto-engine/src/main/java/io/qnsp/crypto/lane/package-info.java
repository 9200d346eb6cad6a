/**
 * Bounded threads for CPU work: a full lane refuses at once with
 * {@link io.qnsp.crypto.lane.LaneFullException}, a closed one fails what was queued, and
 * every wait, run and refusal is measured. Depends on Reactor and Micrometer.
 */
@NullMarked
package io.qnsp.crypto.lane;

import org.jspecify.annotations.NullMarked;
