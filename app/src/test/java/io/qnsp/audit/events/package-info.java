/**
 * Tests of {@code io.qnsp.audit.events}.
 */
@NullMarked
package io.qnsp.audit.events;

import org.jspecify.annotations.NullMarked;
