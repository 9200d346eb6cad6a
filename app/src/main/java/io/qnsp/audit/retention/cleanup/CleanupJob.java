package io.qnsp.audit.retention.cleanup;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.audit.retention.RetentionProperties;
import io.qnsp.core.id.Ids;
import io.qnsp.core.job.Job;
import io.qnsp.core.job.JobCompletion;
import io.qnsp.core.job.JobHandler;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Transactions;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Goes on with executions in the background, and begins those of the daily enforcement.
 * The payload is an execution's id or {@value #ENFORCE}.
 */
@Component
public final class CleanupJob implements JobHandler {

	/** The kind of these jobs. */
	public static final String KIND = "audit-retention";

	/** The payload that begins an execution of all the tenant's policies. */
	public static final String ENFORCE = "enforce";

	private static final String SYSTEM = "audit-retention";

	private final ExecutionRepository executions;

	private final CleanupRun run;

	private final JobQueue jobs;

	private final Journal journal;

	private final CleanupEvents events;

	private final Transactions transactions;

	private final RetentionProperties properties;

	private final Ids ids;

	private final Clock clock;

	CleanupJob(ExecutionRepository executions, CleanupRun run, JobQueue jobs, Journal journal, CleanupEvents events,
			Transactions transactions, RetentionProperties properties, Ids ids, Clock clock) {
		this.executions = executions;
		this.run = run;
		this.jobs = jobs;
		this.journal = journal;
		this.events = events;
		this.transactions = transactions;
		this.properties = properties;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Mono<JobCompletion> run(Job job) {
		UUID tenantId = job.tenantId();
		Mono<Execution> wanted = job.payload().equals(ENFORCE) ? begun(tenantId) : this.executions.running(tenantId)
			.filter((running) -> running.executionId().toString().equals(job.payload()));
		return wanted.flatMap((execution) -> this.run.run(tenantId, execution, this.properties.workPerJob())
			.<JobCompletion>map((finished) -> () -> finished ? end(tenantId, execution.executionId(), "")
					: this.jobs.enqueue(tenantId, KIND, execution.executionId().toString()).then()));
	}

	/**
	 * Begins the enforcement; empty while another execution runs: the next hour tries
	 * again. After a failed attempt the execution of this day is there and goes on.
	 */
	private Mono<Execution> begun(UUID tenantId) {
		Instant now = now();
		LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
		Execution begun = new Execution(this.ids.next(), null, Execution.Trigger.SCHEDULED, false,
				Execution.Status.RUNNING, today, Totals.NONE, EventPosition.START, null, SYSTEM, now, now, null);
		Mono<Execution> insert = this.executions.insert(tenantId, begun)
			.filter(Boolean::booleanValue)
			.flatMap((inserted) -> this.executions.enforced(tenantId, today).thenReturn(begun));
		return this.transactions.inTransaction(insert)
			.switchIfEmpty(this.executions.running(tenantId)
				.filter((running) -> running.trigger() == Execution.Trigger.SCHEDULED));
	}

	private Mono<Void> end(UUID tenantId, UUID executionId, String failure) {
		return this.executions.end(tenantId, executionId, failure, now())
			.flatMap((ended) -> this.journal.appendInTransaction(this.events.ended(tenantId, ended)));
	}

	@Override
	public Mono<Void> failed(Job job, String reason) {
		return this.executions.running(job.tenantId())
			.filter((running) -> job.payload().equals(ENFORCE) ? running.trigger() == Execution.Trigger.SCHEDULED
					: running.executionId().toString().equals(job.payload()))
			.flatMap((running) -> end(job.tenantId(), running.executionId(), reason));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
