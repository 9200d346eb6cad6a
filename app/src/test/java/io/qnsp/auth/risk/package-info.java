/**
 * Tests of risk evaluation through HTTP on the whole server.
 */
@NullMarked
package io.qnsp.auth.risk;

import org.jspecify.annotations.NullMarked;
