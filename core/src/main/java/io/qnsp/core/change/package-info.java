/**
 * State changes: one transaction holds the change, its audit event with the usage, the
 * quota it takes and the stored answer of an idempotent call. Either all of it is durable
 * or nothing has happened. Depends on {@link io.qnsp.core.sql} and
 * {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.core.change;

import org.jspecify.annotations.NullMarked;
