/**
 * Secret bytes with a life cycle: wiped on close, compared in constant time, readable
 * only through a {@link io.qnsp.crypto.secret.SecretAccess} token. Depends on nothing but
 * the JDK.
 */
@NullMarked
package io.qnsp.crypto.secret;

import org.jspecify.annotations.NullMarked;
