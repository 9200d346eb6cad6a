package io.qnsp.auth.federation.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.federation.FederationRange;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Orders reports and hands them out.
 */
@Component
final class FederationReports {

	private static final Duration FIRST_ESTIMATE = Duration.ofSeconds(10);

	private static final String RESOURCE = "federation-report";

	private final ReportRepository repository;

	private final JobQueue jobs;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	FederationReports(ReportRepository repository, JobQueue jobs, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.jobs = jobs;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<AcceptedReport> create(CreateReportRequest request, Caller caller, CallAudit audit) {
		FederationRange range = FederationRange.of("startDate", request.startDate(), "endDate", request.endDate());
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		ReportOrder order = new ReportOrder(caller.tenantId(), this.ids.next(), request.reportType(),
				(request.format() != null) ? request.format() : ReportFormat.JSON, range,
				(request.providers() != null) ? request.providers() : List.of(), now);
		audit.resource(RESOURCE, order.reportId())
			.detail("reportType", order.type().wireName())
			.detail("format", order.format().wireName())
			.detail("startDate", range.start().toString())
			.detail("endDate", range.end().toString());
		Mono<AcceptedReport> work = this.repository.insert(order)
			.then(this.jobs.enqueue(order.tenantId(), ReportJob.KIND, order.reportId().toString()))
			.then(this.repository.usualDuration(order.tenantId(), order.format(), FIRST_ESTIMATE))
			.map((usual) -> new AcceptedReport(order.reportId(), ReportStatus.PENDING, now.plus(usual)));
		return this.changes.commit(work);
	}

	Mono<Page<ReportSummary>> list(PageRequest page, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, ReportSummary::place))
			.doOnNext((found) -> audit.resource(RESOURCE, "*").detail("count", found.items().size()));
	}

	Mono<ReportDetail> find(UUID reportId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, reportId);
		return this.repository.find(caller.tenantId(), reportId, ReportController.downloadPath(reportId))
			.switchIfEmpty(Mono.error(() -> notFound(reportId)));
	}

	Mono<ReportFile> download(UUID reportId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, reportId);
		return this.repository.file(caller.tenantId(), reportId)
			.doOnNext((file) -> audit.detail("format", file.format().wireName()))
			.switchIfEmpty(Mono.defer(() -> find(reportId, caller, audit).map((report) -> {
				throw QnspException.conflict("The report is %s (expected: completed)"
					.formatted(report.status() == ReportStatus.FAILED ? "failed" : "pending"));
			})));
	}

	private static QnspException notFound(UUID reportId) {
		return QnspException.notFound("federation report", reportId);
	}

}
