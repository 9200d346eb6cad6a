/**
 * Connections over HTTP: registered, listed, read, changed, deleted and validated.
 * Promises that an HSM is contacted by validation alone, and not even by that while its
 * token is another connection's; and that a change made on top of somebody else's is
 * refused.
 * <p>
 * What is kept stands in {@link io.qnsp.kms.byohsm.connection.stored}, whose token it is
 * in {@link io.qnsp.kms.byohsm.connection.claim}, what opens it in
 * {@link io.qnsp.kms.byohsm.connection.credential}, what is open in
 * {@link io.qnsp.kms.byohsm.connection.live}. Depends on all of them, on
 * {@link io.qnsp.hsm} and on the connection's operations; none of them depends on it.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection;

import org.jspecify.annotations.NullMarked;
