/**
 * The shares of escrowed keys as they are stored: encrypted to their agents, or sealed
 * under a key of the tenant until they are handed out. What they are bound to is decided
 * here. Depends on SQL.
 */
@NullMarked
package io.qnsp.kms.escrow.share;

import org.jspecify.annotations.NullMarked;
