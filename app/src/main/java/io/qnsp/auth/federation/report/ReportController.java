package io.qnsp.auth.federation.report;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports over HTTP.
 */
@RestController
final class ReportController {

	private static final String REPORTS = "/auth/federation/audit/reports";

	private static final String FEATURE = "auth.federation-audit";

	private final FederationReports reports;

	ReportController(FederationReports reports) {
		this.reports = reports;
	}

	/**
	 * A part of the list of reports.
	 *
	 * @param reports the reports, newest first
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ReportList(List<ReportSummary> reports, @Nullable String nextCursor) {

	}

	static String downloadPath(UUID reportId) {
		return REPORTS + "/" + reportId + "/download";
	}

	@PostMapping(REPORTS)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_report.create",
			feature = FEATURE)
	Mono<AcceptedReport> create(@Valid @RequestBody CreateReportRequest request, Caller caller, CallAudit audit) {
		return this.reports.create(request, caller, audit);
	}

	@GetMapping(REPORTS)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_report.list", feature = FEATURE)
	Mono<ReportList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		return this.reports.list(PageRequest.of(limit, null, cursor), caller, audit)
			.map((page) -> new ReportList(page.items(), page.nextCursor()));
	}

	@GetMapping(REPORTS + "/{reportId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_report.read", feature = FEATURE)
	Mono<ReportDetail> find(@PathVariable UUID reportId, Caller caller, CallAudit audit) {
		return this.reports.find(reportId, caller, audit);
	}

	@GetMapping(REPORTS + "/{reportId}/download")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_report.download",
			feature = FEATURE)
	Mono<ResponseEntity<byte[]>> download(@PathVariable UUID reportId, Caller caller, CallAudit audit) {
		return this.reports.download(reportId, caller, audit)
			.map((file) -> ResponseEntity.ok()
				.contentType(file.format().mediaType())
				.header(HttpHeaders.CONTENT_DISPOSITION,
						ContentDisposition.attachment().filename(file.name()).build().toString())
				.body(file.content()));
	}

}
