/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.auth.risk.history;

import org.jspecify.annotations.NullMarked;
