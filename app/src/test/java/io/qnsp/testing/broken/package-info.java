/**
 * A feature with SQL in a class that is no repository, to show that the rules see it.
 * Depends on {@code io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.testing.broken;

import org.jspecify.annotations.NullMarked;
