package io.qnsp.auth.federation.report;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.job.Job;
import io.qnsp.core.job.JobCompletion;
import io.qnsp.core.job.JobHandler;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes the reports that were ordered. The job's payload is the report's id.
 */
@Component
final class ReportJob implements JobHandler {

	static final String KIND = "federation-report";

	private final ReportRepository repository;

	private final ReportFiguresRepository figures;

	private final ReportRendering rendering;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	ReportJob(ReportRepository repository, ReportFiguresRepository figures, ReportRendering rendering, Journal journal,
			Ids ids, Clock clock) {
		this.repository = repository;
		this.figures = figures;
		this.rendering = rendering;
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Mono<JobCompletion> run(Job job) {
		UUID reportId = UUID.fromString(job.payload());
		return this.repository.pending(job.tenantId(), reportId)
			.flatMap((order) -> this.figures.compute(order, now())
				.flatMap((report) -> this.rendering.render(report, order.format())))
			.map((rendered) -> () -> complete(job, reportId, rendered));
	}

	private Mono<Void> complete(Job job, UUID reportId, RenderedReport rendered) {
		AuditEvent event = event(job, "complete", AuditEvent.Outcome.SUCCESS, Map.of());
		return this.repository.complete(job.tenantId(), reportId, rendered, now())
			.then(this.journal.appendInTransaction(event));
	}

	@Override
	public Mono<Void> failed(Job job, String reason) {
		AuditEvent event = event(job, "fail", AuditEvent.Outcome.FAILURE, Map.of("reason", reason));
		return this.repository.fail(job.tenantId(), UUID.fromString(job.payload()), reason, now())
			.then(this.journal.appendInTransaction(event));
	}

	private AuditEvent event(Job job, String action, AuditEvent.Outcome outcome, Map<String, Object> detail) {
		boolean done = outcome == AuditEvent.Outcome.SUCCESS;
		return new AuditEvent(this.ids.next(), "auth.federation_report." + action, "auth",
				done ? AuditEvent.Severity.INFO : AuditEvent.Severity.WARNING, now(), job.tenantId(),
				new AuditEvent.Actor(ActorType.SYSTEM, KIND, null, job.tenantId()),
				new AuditEvent.Resource("federation-report", job.payload()), action, outcome, done ? 200 : 500,
				new AuditEvent.Context(job.jobId().toString(), null, null, KIND), null, detail);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
