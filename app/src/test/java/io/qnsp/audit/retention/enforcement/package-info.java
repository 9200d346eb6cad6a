/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.retention.enforcement;

import org.jspecify.annotations.NullMarked;
