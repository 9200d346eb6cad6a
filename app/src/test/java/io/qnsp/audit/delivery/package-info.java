/**
 * Tests of {@code io.qnsp.audit.delivery}.
 */
@NullMarked
package io.qnsp.audit.delivery;

import org.jspecify.annotations.NullMarked;
