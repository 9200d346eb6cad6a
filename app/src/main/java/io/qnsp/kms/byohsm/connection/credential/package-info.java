/**
 * What opens an HSM: read from a request, sealed under the tenant's key, opened for a
 * login, sealed anew after that key was replaced. Promises that a credential is readable
 * only while it is in use, is bound to its connection and the version of its settings,
 * and is in no message. Depends on {@link io.qnsp.core.tenantkey} and on
 * {@link io.qnsp.kms.byohsm.connection.stored}.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection.credential;

import org.jspecify.annotations.NullMarked;
