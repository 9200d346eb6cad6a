/**
 * Stored answers of idempotent calls. An answer is written in the transaction of the
 * change it answers, sealed, and kept for a day. Depends on {@link io.qnsp.core.sql} and
 * the crypto engine's keyring.
 */
@NullMarked
package io.qnsp.core.idempotency;

import org.jspecify.annotations.NullMarked;
