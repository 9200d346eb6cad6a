/**
 * Escrowed keys: how a key is deposited, and the list of what is. Promises that the
 * random key which encrypts a deposit exists in shares alone once the deposit is made,
 * and that its share set's fingerprint is kept to hold shares against. Depends on
 * {@link io.qnsp.kms.escrow.policy}, {@link io.qnsp.kms.escrow.agent} and the crypto
 * engine.
 */
@NullMarked
package io.qnsp.kms.escrow.deposit;

import org.jspecify.annotations.NullMarked;
