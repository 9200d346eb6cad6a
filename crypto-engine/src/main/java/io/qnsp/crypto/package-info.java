/**
 * The crypto engine: every primitive the server uses, on its own bounded threads.
 * {@link io.qnsp.crypto.CryptoEngine} starts only after a known-answer self test of what
 * it offers. Depends on Reactor, Bouncy Castle, Conscrypt, Micrometer and the JDK; knows
 * nothing of Spring, HTTP, SQL or tenants.
 */
@NullMarked
package io.qnsp.crypto;

import org.jspecify.annotations.NullMarked;
