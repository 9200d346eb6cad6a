/**
 * Work that a call asks for and does not wait for. Promises: a job exists exactly when
 * the transaction that enqueued it has committed; it is tried until it is done or given
 * up, through crashes and restarts; what it writes is committed once. Depends on
 * {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.core.job;

import org.jspecify.annotations.NullMarked;
