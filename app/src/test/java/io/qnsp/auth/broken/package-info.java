/**
 * A feature whose inner types are public, to show that the rules see who uses them.
 * Depends on nothing.
 */
@NullMarked
package io.qnsp.auth.broken;

import org.jspecify.annotations.NullMarked;
