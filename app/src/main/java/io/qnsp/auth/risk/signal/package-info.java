/**
 * Threat signals: what other systems report about users, as said and when. Promises that
 * a signal counts in the next evaluation of its user on the instance that took it, and
 * moments later on the others. Depends on {@link io.qnsp.auth.risk.model} and
 * {@link io.qnsp.core.change}.
 */
@NullMarked
package io.qnsp.auth.risk.signal;

import org.jspecify.annotations.NullMarked;
