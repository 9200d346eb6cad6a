/**
 * The keys of the KMS, for the other features: what they are ({@link Keys}), which uses
 * of them the journal holds ({@link KeyUse}), and how one is moved to another algorithm
 * ({@link KeyUpgrades}) or into escrow ({@link EscrowableKeys}). The HTTP surface and the
 * key material live in the packages below. Promises that key material leaves them only as
 * a public key, and for its escrow. Depends on the crypto engine, the tenants' keys and
 * the journal.
 */
@NullMarked
package io.qnsp.kms.keys;

import org.jspecify.annotations.NullMarked;
