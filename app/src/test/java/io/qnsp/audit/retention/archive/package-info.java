/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.retention.archive;

import org.jspecify.annotations.NullMarked;
