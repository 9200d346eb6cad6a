/**
 * The HSM bridge: HSMs of others, used without blocking. {@link io.qnsp.hsm.HsmBridge}
 * opens {@link io.qnsp.hsm.HsmConnection}s, each to one token or vault, with threads, a
 * circuit breaker, a timeout and meters of its own: an HSM that hangs costs nobody else
 * anything. Every failure is an {@link io.qnsp.hsm.HsmException} that says what to do.
 * <p>
 * It knows nothing of Spring, HTTP, SQL or tenants. Below it: {@code adapter} (the two
 * kinds of HSM behind one interface), {@code guard} (breaker, timeout, health), {@code
 * binding} (PKCS#11 as java.lang.foreign sees it), {@code module} (libraries and slots),
 * {@code token} (login and sessions), {@code operation} (what is done in a session),
 * {@code encoding} (the DER of keys and signatures).
 */
@NullMarked
package io.qnsp.hsm;

import org.jspecify.annotations.NullMarked;
