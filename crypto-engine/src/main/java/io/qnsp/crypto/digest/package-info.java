/**
 * Hashes and MACs as plain functions, thread-safe, never blocking. Depends on the JDK
 * providers only.
 */
@NullMarked
package io.qnsp.crypto.digest;

import org.jspecify.annotations.NullMarked;
