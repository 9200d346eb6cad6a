/**
 * Reports over federation events, made in the background. Promises: every figure is
 * computed by SQL from the recorded events of the range; a report that was asked for is
 * made or says why not, through crashes and restarts; the file is protected like the
 * report. Depends on {@link io.qnsp.core.job} and
 * {@link io.qnsp.auth.federation.report.render}.
 */
@NullMarked
package io.qnsp.auth.federation.report;

import org.jspecify.annotations.NullMarked;
