package io.qnsp.auth.federation.report;

/**
 * The file of a completed report.
 *
 * @param name its name, such as {@code federation-compliance-report-<id>.pdf}
 * @param format its form
 * @param content its bytes
 */
record ReportFile(String name, ReportFormat format, byte[] content) {

}
