package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A report in a list.
 *
 * @param reportId its id
 * @param reportType what it is about
 * @param format the form of its file
 * @param status how far it has come
 * @param createdAt when it was asked for
 * @param completedAt when it was finished or given up, or {@code null}
 */
record ReportSummary(UUID reportId, ReportType reportType, ReportFormat format, ReportStatus status, Instant createdAt,
		@Nullable Instant completedAt) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.reportId);
	}

}
