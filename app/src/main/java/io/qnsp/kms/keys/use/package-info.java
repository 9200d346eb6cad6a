/**
 * Keys at work: signatures, encryption, wrapping, encapsulation, one at a time and in
 * batches. Promises that a key does only what its purpose and its life allow, that a
 * failed decryption tells nothing about why, and that each use leaves an event with what
 * was done and how many bytes it took, never the data. Depends on the material and on the
 * crypto engine.
 */
@NullMarked
package io.qnsp.kms.keys.use;

import org.jspecify.annotations.NullMarked;
