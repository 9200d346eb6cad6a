/**
 * The control pipeline: the only place that enforces what endpoints declare. It stands
 * around Spring's own handler adapter, so the handler is known and the body still unread.
 * Promises: no handler runs before every step allowed it, no success is answered before
 * its event is durable, and every refusal leaves an event. Depends on
 * {@link io.qnsp.core.control}, {@link io.qnsp.core.change} and
 * {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.app.pipeline;

import org.jspecify.annotations.NullMarked;
