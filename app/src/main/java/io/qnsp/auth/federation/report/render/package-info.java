/**
 * A report as pure data, and its three forms: JSON, CSV and PDF. Promises: each form
 * holds every figure of the report; no cell of the CSV is a formula. No I/O; the PDF
 * takes CPU time, so callers render on a scheduler for that. Depends on FastCSV, OpenPDF
 * and Jackson.
 */
@NullMarked
package io.qnsp.auth.federation.report.render;

import org.jspecify.annotations.NullMarked;
