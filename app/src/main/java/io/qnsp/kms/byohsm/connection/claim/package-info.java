/**
 * Which token a connection means and whose it is: what an endpoint names, and tokens that
 * are a connection's own. Promises that a token is a connection's from its first
 * successful validation on, whatever tenant asks next, and that nobody hears whose it is.
 * Depends on {@link io.qnsp.hsm} and on the database, which it sees over all tenants.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection.claim;

import org.jspecify.annotations.NullMarked;
