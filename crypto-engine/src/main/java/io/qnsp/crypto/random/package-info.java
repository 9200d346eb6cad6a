/**
 * The one source of randomness: a DRBG seeded at start-up, safe on event loops. Depends
 * on the JDK only.
 */
@NullMarked
package io.qnsp.crypto.random;

import org.jspecify.annotations.NullMarked;
