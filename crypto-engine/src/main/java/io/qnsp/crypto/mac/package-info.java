/**
 * Message authentication codes: HMAC (FIPS 198-1) of the JDK. Depends on the catalogue
 * and the secrets.
 */
@NullMarked
package io.qnsp.crypto.mac;

import org.jspecify.annotations.NullMarked;
