/**
 * Credentials that stopped being good before they expired. Promises: a revocation is
 * written in the transaction that decides it, and this instance hears of it before the
 * call is answered; other instances follow by the journal. Depends on
 * {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.auth.revocation;

import org.jspecify.annotations.NullMarked;
