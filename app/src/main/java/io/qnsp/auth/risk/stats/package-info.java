/**
 * Statistics of evaluations, derived from their events in buckets of five minutes.
 * Promises that every evaluation counts once, whatever crashes, and that the numbers can
 * be rebuilt from the journal. Depends on {@link io.qnsp.auth.risk.evidence} and
 * {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.auth.risk.stats;

import org.jspecify.annotations.NullMarked;
