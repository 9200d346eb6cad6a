/**
 * Key escrow: a key is encrypted under a random key that exists only in shares, and any
 * threshold of the agents who hold them recovers it. Promises that the server keeps no
 * share in clear, can't rebuild a key by itself once the shares are fetched, and tells
 * nothing about a key while a recovery is refused. The packages below: {@code model} (who
 * may do what, pure), {@code agent} and {@code policy} (who holds shares),
 * {@code deposit} (escrowed keys), {@code share} (fetching shares), {@code recovery},
 * {@code history} (the audit log) and {@code expiry}. Depends on the keys'
 * {@link io.qnsp.kms.keys.EscrowableKeys}, on the crypto engine and on the tenants' keys.
 */
@NullMarked
package io.qnsp.kms.escrow;

import org.jspecify.annotations.NullMarked;
