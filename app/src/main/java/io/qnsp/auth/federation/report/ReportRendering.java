package io.qnsp.auth.federation.report;

import java.nio.charset.StandardCharsets;

import io.qnsp.auth.federation.report.render.CsvReport;
import io.qnsp.auth.federation.report.render.FederationReport;
import io.qnsp.auth.federation.report.render.JsonReport;
import io.qnsp.auth.federation.report.render.PdfReport;
import io.qnsp.core.job.JobFailedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Renders reports on two threads of its own, since a large one takes seconds. At most 64
 * wait; the job queue has fewer workers than that.
 */
@Component
final class ReportRendering implements DisposableBean {

	private final Scheduler scheduler = Schedulers.newBoundedElastic(2, 64, "report-rendering", 60, true);

	private final JsonMapper json;

	ReportRendering(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Renders a report.
	 * @return its figures and its file; a {@link JobFailedException} when one of them is
	 * larger than is stored
	 */
	Mono<RenderedReport> render(FederationReport report, ReportFormat format) {
		return Mono.fromCallable(() -> {
			byte[] data = bounded(JsonReport.render(report, this.json));
			byte @Nullable [] content = switch (format) {
				case JSON -> null;
				case CSV -> bounded(CsvReport.render(report));
				case PDF -> bounded(PdfReport.render(report));
			};
			return new RenderedReport(new String(data, StandardCharsets.UTF_8), content);
		}).subscribeOn(this.scheduler);
	}

	private static byte[] bounded(byte[] bytes) {
		if (bytes.length > RenderedReport.MAX_BYTES) {
			throw new JobFailedException("the report has %d bytes (expected: at most %d); ask for a shorter range"
				.formatted(bytes.length, RenderedReport.MAX_BYTES));
		}
		return bytes;
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
	}

}
