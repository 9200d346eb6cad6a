/**
 * TLS in Java with hybrid key agreement and ML-DSA certificates: Bouncy Castle's JSSE.
 * Depends on the providers alone.
 */
@NullMarked
package io.qnsp.crypto.tls;

import org.jspecify.annotations.NullMarked;
