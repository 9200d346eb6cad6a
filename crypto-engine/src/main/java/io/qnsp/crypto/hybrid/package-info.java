/**
 * Encryption to a public key: a KEM, HKDF and AES-256-GCM in one documented format.
 * Depends on the kem, kdf and aead packages.
 */
@NullMarked
package io.qnsp.crypto.hybrid;

import org.jspecify.annotations.NullMarked;
