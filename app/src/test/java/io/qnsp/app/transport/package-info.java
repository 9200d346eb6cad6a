/**
 * Tests of {@code io.qnsp.app.transport}.
 */
@NullMarked
package io.qnsp.app.transport;

import org.jspecify.annotations.NullMarked;
