/**
 * Tests of {@code io.qnsp.audit.subscription}.
 */
@NullMarked
package io.qnsp.audit.subscription;

import org.jspecify.annotations.NullMarked;
