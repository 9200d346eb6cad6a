package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.util.UUID;

/**
 * A report that will be made.
 *
 * @param reportId its id
 * @param status pending
 * @param estimatedCompletionAt when it will probably be ready: as long as the tenant's
 * last 20 reports of that format took on average, 10 seconds when there are none
 */
record AcceptedReport(UUID reportId, ReportStatus status, Instant estimatedCompletionAt) {

}
