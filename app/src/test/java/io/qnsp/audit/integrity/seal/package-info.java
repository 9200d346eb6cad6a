/**
 * Tests.
 */
@NullMarked
package io.qnsp.audit.integrity.seal;

import org.jspecify.annotations.NullMarked;
