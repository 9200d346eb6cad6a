/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.integrity;

import org.jspecify.annotations.NullMarked;
