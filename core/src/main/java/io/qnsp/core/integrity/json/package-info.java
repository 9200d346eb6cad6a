/**
 * JSON in one spelling: the canonical form of RFC 8785, and which numbers every reader
 * sees alike. Promises: two texts of the same JSON value have the same canonical bytes; a
 * number that an IEEE 754 double would change is told apart. Depends on Jackson.
 */
@NullMarked
package io.qnsp.core.integrity.json;

import org.jspecify.annotations.NullMarked;
