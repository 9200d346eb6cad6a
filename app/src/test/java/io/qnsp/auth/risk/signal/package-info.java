/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.auth.risk.signal;

import org.jspecify.annotations.NullMarked;
