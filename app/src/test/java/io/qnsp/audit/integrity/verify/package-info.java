/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.integrity.verify;

import org.jspecify.annotations.NullMarked;
