/**
 * The root key from a protected file, and the keys derived from it that wrap secrets and
 * seal small data. Everything wrapped is bound to a purpose and a subject. Depends on the
 * aead, digest and secret packages and on the HKDF of the JDK.
 */
@NullMarked
package io.qnsp.crypto.keyring;

import org.jspecify.annotations.NullMarked;
