/**
 * What keeps one HSM's trouble from everybody else: threads of its own with bounded
 * queues, a circuit breaker, figures of the latest calls, meters. Depends on nothing of
 * the bridge but its exception.
 */
@NullMarked
package io.qnsp.hsm.guard;

import org.jspecify.annotations.NullMarked;
