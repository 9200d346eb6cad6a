/**
 * Connections as they are kept: their rows, with what the tenant has sent and what has
 * been found out since, and what events say of them. Promises that what is found out
 * about older settings never overwrites newer ones, and that no event or text holds a
 * credential. Depends on {@link io.qnsp.kms.byohsm.connection.claim} for the token that
 * is a connection's own.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection.stored;

import org.jspecify.annotations.NullMarked;
