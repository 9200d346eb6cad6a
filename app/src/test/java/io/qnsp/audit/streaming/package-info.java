/**
 * Tests of {@code io.qnsp.audit.streaming}.
 */
@NullMarked
package io.qnsp.audit.streaming;

import org.jspecify.annotations.NullMarked;
