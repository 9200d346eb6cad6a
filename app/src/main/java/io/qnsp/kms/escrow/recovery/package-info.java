/**
 * Recoveries: asked for, supplied with shares, approved and executed once. Promises that
 * a share counts only when it is the submitting agent's own and unchanged, that submitted
 * shares are sealed and gone with the end of the request, and that a recovered key is
 * answered once and kept nowhere. Depends on {@link io.qnsp.kms.escrow.model}, which
 * decides, and on {@link io.qnsp.kms.escrow.deposit}, which opens.
 */
@NullMarked
package io.qnsp.kms.escrow.recovery;

import org.jspecify.annotations.NullMarked;
