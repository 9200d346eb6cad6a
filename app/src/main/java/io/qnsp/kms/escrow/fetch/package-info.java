/**
 * How agents fetch their shares. Promises that a share goes to its agent alone, encrypted
 * to the agent's public key, or in clear once: the answer that holds it commits with its
 * destruction. Depends on {@link io.qnsp.kms.escrow.deposit} and
 * {@link io.qnsp.kms.escrow.share}.
 */
@NullMarked
package io.qnsp.kms.escrow.fetch;

import org.jspecify.annotations.NullMarked;
