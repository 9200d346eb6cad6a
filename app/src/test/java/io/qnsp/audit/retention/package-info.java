/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.retention;

import org.jspecify.annotations.NullMarked;
