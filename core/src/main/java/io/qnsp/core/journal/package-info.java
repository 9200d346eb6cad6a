/**
 * The journal: the append-only, durable record of every call, and the spine of the
 * product. Usage, analytics, statistics and streams are all derived from it. Promises: an
 * event that was acknowledged is durable; readers see events in commit order without
 * gaps; a projection applies every event exactly once, across crashes. Depends on
 * {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.core.journal;

import org.jspecify.annotations.NullMarked;
