/**
 * What time does to escrows: those whose retention is over lose their shares and their
 * ciphertext for good, and requests that took too long end. Depends on
 * {@link io.qnsp.kms.escrow.deposit} and {@link io.qnsp.kms.escrow.recovery}.
 */
@NullMarked
package io.qnsp.kms.escrow.expiry;

import org.jspecify.annotations.NullMarked;
