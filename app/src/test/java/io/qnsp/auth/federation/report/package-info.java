/**
 * Tests of reports, from the order to the file.
 */
@NullMarked
package io.qnsp.auth.federation.report;

import org.jspecify.annotations.NullMarked;
