/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.auth.risk.stats;

import org.jspecify.annotations.NullMarked;
