/**
 * New shares for an escrow whose agents have changed. Promises that the shares of before
 * open nothing any more, as their ciphertext is gone, and that recoveries under way end.
 * Depends on {@link io.qnsp.kms.escrow.deposit} and {@link io.qnsp.kms.escrow.recovery}.
 */
@NullMarked
package io.qnsp.kms.escrow.refresh;

import org.jspecify.annotations.NullMarked;
