/**
 * Tests of events that other systems append.
 */
@NullMarked
package io.qnsp.audit.append;

import org.jspecify.annotations.NullMarked;
