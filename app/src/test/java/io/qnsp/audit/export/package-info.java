/**
 * Tests of exports.
 */
@NullMarked
package io.qnsp.audit.export;

import org.jspecify.annotations.NullMarked;
