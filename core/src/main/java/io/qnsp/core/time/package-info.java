/**
 * Periods of the calendar as callers write them. Depends on nothing but the JDK.
 */
@NullMarked
package io.qnsp.core.time;

import org.jspecify.annotations.NullMarked;
