package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A report with its figures.
 *
 * @param reportId its id
 * @param reportType what it is about
 * @param format the form of its file
 * @param status how far it has come
 * @param data the figures, whatever the format; {@code null} until it is completed
 * @param downloadUrl the path of the file on this server; {@code null} until it is
 * completed
 * @param failureReason why it failed, or {@code null}
 * @param createdAt when it was asked for
 * @param completedAt when it was finished or given up, or {@code null}
 */
record ReportDetail(UUID reportId, ReportType reportType, ReportFormat format, ReportStatus status,
		@Nullable JsonNode data, @Nullable String downloadUrl, @Nullable String failureReason, Instant createdAt,
		@Nullable Instant completedAt) {

}
