/**
 * Connections: registered with a name for the token and sealed credentials, validated,
 * kept open per instance, changed and deleted. Promises that an HSM is contacted by
 * validation and by use alone; that a token is a connection's from its first successful
 * validation on, whatever tenant asks next; and that refused credentials are not tried
 * again by any instance. Depends on {@link io.qnsp.hsm}, on tenants' keys and on the
 * connection's operations.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection;

import org.jspecify.annotations.NullMarked;
