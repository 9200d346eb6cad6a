/**
 * Keys in HSMs of tenants: what may be made where, made, recorded and listed. Promises
 * that a key lives in the HSM alone where the HSM can make it, that the answer says so
 * where it can't, and that no key is left in an HSM that nobody knows of, short of a
 * crash between the HSM's answer and the commit. Depends on the connections.
 */
@NullMarked
package io.qnsp.kms.byohsm.key;

import org.jspecify.annotations.NullMarked;
