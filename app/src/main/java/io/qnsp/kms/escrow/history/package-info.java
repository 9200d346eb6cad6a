/**
 * The audit log of escrows: the part of the journal that is about them, in the words of
 * the API reference. Depends on {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.kms.escrow.history;

import org.jspecify.annotations.NullMarked;
