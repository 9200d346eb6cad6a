package io.qnsp.auth.federation.report;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.federation.FederationRange;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

import org.springframework.stereotype.Component;

/**
 * The table {@code federation_report}.
 */
@Component
final class ReportRepository {

	private final Sql sql;

	ReportRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<Void> insert(ReportOrder order) {
		return this.sql
			.query("""
					INSERT INTO federation_report (tenant_id, report_id, report_type, format, range_start, range_end, providers,
						created_at)
					VALUES (:tenant, :id, :type, :format, :start, :end, :providers, :at)
					""")
			.bind("tenant", order.tenantId())
			.bind("id", order.reportId())
			.bind("type", order.type().wireName())
			.bind("format", order.format().wireName())
			.bind("start", order.range().start())
			.bind("end", order.range().end())
			.bindTexts("providers", order.providers())
			.bind("at", order.createdAt())
			.update()
			.then();
	}

	/**
	 * How long the tenant's last 20 reports of a format took on average, from asking to
	 * the end.
	 */
	Mono<Duration> usualDuration(UUID tenantId, ReportFormat format, Duration fallback) {
		return this.sql.query("""
				SELECT coalesce(avg(extract(epoch FROM completed_at - created_at)), :fallback)::float8 AS seconds
				FROM (
					SELECT created_at, completed_at FROM federation_report
					WHERE tenant_id = :tenant AND format = :format AND status = 'completed'
					ORDER BY created_at DESC, report_id DESC
					LIMIT 20) AS recent
				""")
			.bind("tenant", tenantId)
			.bind("format", format.wireName())
			.bind("fallback", fallback.toMillis() / 1000.0)
			.one((row) -> Duration.ofMillis(Math.round(Columns.required(row, "seconds", Double.class) * 1000)));
	}

	/**
	 * The tenant's reports, newest first, one more than the page holds.
	 */
	Mono<List<ReportSummary>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT report_id, report_type, format, status, created_at, completed_at FROM federation_report
				WHERE tenant_id = :tenant AND (created_at, report_id) < (:at, :id)
				ORDER BY created_at DESC, report_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(ReportRepository::summary)
			.collectList();
	}

	/**
	 * A report with its figures, which are passed on unread.
	 */
	Mono<ReportDetail> find(UUID tenantId, UUID reportId, String downloadUrl) {
		return this.sql
			.query("""
					SELECT report_id, report_type, format, status, data::text AS data, failure_reason, created_at, completed_at
					FROM federation_report WHERE tenant_id = :tenant AND report_id = :id
					""")
			.bind("tenant", tenantId)
			.bind("id", reportId)
			.one((row) -> {
				ReportSummary summary = summary(row);
				String data = row.get("data", String.class);
				return new ReportDetail(summary.reportId(), summary.reportType(), summary.format(), summary.status(),
						(data != null) ? JsonNodeFactory.instance.rawValueNode(new RawValue(data)) : null,
						(data != null) ? downloadUrl : null, row.get("failure_reason", String.class),
						summary.createdAt(), summary.completedAt());
			});
	}

	/**
	 * The order of a report that is still to be made; empty when it is finished.
	 */
	Mono<ReportOrder> pending(UUID tenantId, UUID reportId) {
		return this.sql.query("""
				SELECT report_type, format, range_start, range_end, providers, created_at FROM federation_report
				WHERE tenant_id = :tenant AND report_id = :id AND status = 'pending'
				""")
			.bind("tenant", tenantId)
			.bind("id", reportId)
			.one((row) -> new ReportOrder(tenantId, reportId, ReportType.stored(Columns.text(row, "report_type")),
					ReportFormat.stored(Columns.text(row, "format")),
					new FederationRange(Columns.required(row, "range_start", Instant.class),
							Columns.required(row, "range_end", Instant.class)),
					Columns.texts(row, "providers"), Columns.required(row, "created_at", Instant.class)));
	}

	/**
	 * The file of a completed report.
	 */
	Mono<ReportFile> file(UUID tenantId, UUID reportId) {
		return this.sql.query("""
				SELECT report_type, format, CASE WHEN content IS NULL THEN data::text END AS data, content
				FROM federation_report WHERE tenant_id = :tenant AND report_id = :id AND status = 'completed'
				""").bind("tenant", tenantId).bind("id", reportId).one((row) -> {
			ReportFormat format = ReportFormat.stored(Columns.text(row, "format"));
			String name = "federation-%s-report-%s.%s".formatted(Columns.text(row, "report_type"), reportId,
					format.wireName());
			byte[] content = row.get("content", byte[].class);
			return new ReportFile(name, format,
					(content != null) ? content : Columns.text(row, "data").getBytes(StandardCharsets.UTF_8));
		});
	}

	Mono<Long> complete(UUID tenantId, UUID reportId, RenderedReport rendered, Instant at) {
		return this.sql.query("""
				UPDATE federation_report
				SET status = 'completed', completed_at = :at, data = CAST(:data AS json), content = :content
				WHERE tenant_id = :tenant AND report_id = :id AND status = 'pending'
				""")
			.bind("at", at)
			.bind("data", rendered.data())
			.bind("content", rendered.content(), byte[].class)
			.bind("tenant", tenantId)
			.bind("id", reportId)
			.update();
	}

	Mono<Long> fail(UUID tenantId, UUID reportId, String reason, Instant at) {
		return this.sql.query("""
				UPDATE federation_report SET status = 'failed', completed_at = :at, failure_reason = :reason
				WHERE tenant_id = :tenant AND report_id = :id AND status = 'pending'
				""").bind("at", at).bind("reason", reason).bind("tenant", tenantId).bind("id", reportId).update();
	}

	private static ReportSummary summary(Readable row) {
		@Nullable Instant completedAt = row.get("completed_at", Instant.class);
		return new ReportSummary(Columns.required(row, "report_id", UUID.class),
				ReportType.stored(Columns.text(row, "report_type")), ReportFormat.stored(Columns.text(row, "format")),
				ReportStatus.stored(Columns.text(row, "status")), Columns.required(row, "created_at", Instant.class),
				completedAt);
	}

}
