/**
 * Bring your own HSM: connections to HSMs of tenants, keys in them, and what is done with
 * those. Promises that a token serves one connection of one tenant; that credentials are
 * sealed, opened only while somebody logs in, and never tried again once an HSM has
 * refused them; that a key which is not recorded is not left in the HSM; and that an HSM
 * in trouble costs nobody else anything.
 * <p>
 * Other features use HSMs through {@link io.qnsp.kms.byohsm.HsmConnections} and say by
 * {@link io.qnsp.kms.byohsm.HsmKeyHolder} which connections they need. Depends on
 * {@link io.qnsp.hsm}, on the journal and on tenants' keys.
 */
@NullMarked
package io.qnsp.kms.byohsm;

import org.jspecify.annotations.NullMarked;
