/**
 * Merkle trees as RFC 6962 (and RFC 9162) define them, with the hash as a parameter:
 * growing, roots, and proofs that an entry is in a tree, that one tree continues another,
 * and that a range of entries belongs to a tree. Promises: nothing here needs all leaves;
 * what is needed lies in tiles of 256 hashes. Depends on the JDK only.
 */
@NullMarked
package io.qnsp.core.integrity.merkle;

import org.jspecify.annotations.NullMarked;
