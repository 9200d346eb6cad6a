/**
 * Authenticated encryption: AES-256-GCM (SP 800-38D) of the JDK in a versioned envelope
 * that names its key and binds associated data. A failed decryption never says why.
 * Depends on the JDK providers only.
 */
@NullMarked
package io.qnsp.crypto.aead;

import org.jspecify.annotations.NullMarked;
