/**
 * What was done with HSMs, derived from the journal: the list of operations of a
 * connection and its health. Promises that all instances agree, whichever called the HSM.
 * Kept for 90 days. Depends on {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.kms.byohsm.log;

import org.jspecify.annotations.NullMarked;
