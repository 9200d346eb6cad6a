/**
 * Tests of recording and querying federation events, through HTTP on a real database.
 */
@NullMarked
package io.qnsp.auth.federation;

import org.jspecify.annotations.NullMarked;
