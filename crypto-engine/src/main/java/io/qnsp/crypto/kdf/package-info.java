/**
 * Key derivation: HKDF-SHA-256 of the JDK. Depends on the secrets.
 */
@NullMarked
package io.qnsp.crypto.kdf;

import org.jspecify.annotations.NullMarked;
