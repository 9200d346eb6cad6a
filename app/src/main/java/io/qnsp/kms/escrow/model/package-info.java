/**
 * Who may do what in an escrow: roles, thresholds and the life of a recovery. Pure
 * decisions: nothing here reads or writes. Depends on the vocabulary of keys.
 */
@NullMarked
package io.qnsp.kms.escrow.model;

import org.jspecify.annotations.NullMarked;
