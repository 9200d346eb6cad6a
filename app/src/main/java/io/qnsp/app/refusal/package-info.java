/**
 * Refusals that anybody can cause as often as they like: the first of a kind in a minute
 * is journaled at once, the others are counted and journaled as one event when the minute
 * is over, so that nobody can fill the journal from outside. Depends on
 * {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.app.refusal;

import org.jspecify.annotations.NullMarked;
