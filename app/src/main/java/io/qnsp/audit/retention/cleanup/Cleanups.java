package io.qnsp.audit.retention.cleanup;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.audit.retention.RetentionProperties;
import io.qnsp.audit.retention.policy.RetentionPolicy;
import io.qnsp.audit.retention.policy.RetentionPolicyRepository;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Previews and cleanups that are asked for.
 */
@Component
final class Cleanups {

	private static final Logger log = LoggerFactory.getLogger(Cleanups.class);

	private final RetentionPolicyRepository policies;

	private final ExecutionRepository executions;

	private final CleanupRun run;

	private final JobQueue jobs;

	private final Changes changes;

	private final Transactions transactions;

	private final RetentionProperties properties;

	private final Ids ids;

	private final Clock clock;

	Cleanups(RetentionPolicyRepository policies, ExecutionRepository executions, CleanupRun run, JobQueue jobs,
			Changes changes, Transactions transactions, RetentionProperties properties, Ids ids, Clock clock) {
		this.policies = policies;
		this.executions = executions;
		this.run = run;
		this.jobs = jobs;
		this.changes = changes;
		this.transactions = transactions;
		this.properties = properties;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<CleanupResult.Preview> preview(CleanupRequest.Preview request, Caller caller) {
		UUID policyId = request.checkedPolicyId();
		return policy(caller, policyId)
			.flatMap((policy) -> this.run.count(new Question(caller.tenantId(), policyId, today())))
			.map((totals) -> CleanupResult.Preview.of(policyId, totals));
	}

	Mono<CleanupResult> clean(CleanupRequest request, Caller caller, CallAudit audit) {
		UUID policyId = request.checkedPolicyId();
		audit.resource("retention-policy", policyId).detail("dryRun", request.isDry());
		return policy(caller, policyId)
			.flatMap((policy) -> request.isDry() ? dry(policyId, caller, audit) : real(policyId, caller, audit));
	}

	private Mono<RetentionPolicy> policy(Caller caller, UUID policyId) {
		return this.policies.find(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("retention policy", policyId)));
	}

	private Mono<CleanupResult> dry(UUID policyId, Caller caller, CallAudit audit) {
		Execution begun = begun(policyId, caller, true);
		return this.run.count(new Question(caller.tenantId(), policyId, begun.day()))
			.map((totals) -> begun.ended(Execution.Status.COMPLETED, totals, now()))
			.flatMap((counted) -> {
				describe(counted, audit);
				return this.changes
					.commit(this.executions.insert(caller.tenantId(), counted).thenReturn(CleanupResult.of(counted)));
			});
	}

	private Mono<CleanupResult> real(UUID policyId, Caller caller, CallAudit audit) {
		UUID tenantId = caller.tenantId();
		Execution begun = begun(policyId, caller, false);
		audit.severity(Severity.WARNING);
		return this.transactions.inTransaction(this.executions.insert(tenantId, begun))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("Another cleanup of the tenant is running (expected: none, see /v1/retention/executions)")))
			.flatMap((inserted) -> this.run.run(tenantId, begun, this.properties.workPerCall())
				.onErrorResume((ex) -> fail(tenantId, begun, ex)))
			.flatMap((finished) -> this.changes.commit(settled(tenantId, begun, finished, audit)));
	}

	private Mono<CleanupResult> settled(UUID tenantId, Execution begun, boolean finished, CallAudit audit) {
		UUID id = begun.executionId();
		Mono<Execution> stand = finished ? this.executions.end(tenantId, id, "", now())
				: this.jobs.enqueue(tenantId, CleanupJob.KIND, id.toString())
					.then(Mono.defer(() -> this.executions.find(tenantId, id)));
		// Whoever took it over in the meantime has ended it.
		return stand.switchIfEmpty(Mono.defer(() -> this.executions.find(tenantId, id)))
			.doOnNext((execution) -> describe(execution, audit))
			.map(CleanupResult::of);
	}

	private Mono<Boolean> fail(UUID tenantId, Execution begun, Throwable failure) {
		log.warn("Cleanup {} of tenant {} failed", begun.executionId(), tenantId, failure);
		String reason = (failure instanceof QnspException told) ? told.getMessage() : "the server could not go on";
		return this.executions.end(tenantId, begun.executionId(), reason, now()).then(Mono.error(failure));
	}

	private static void describe(Execution execution, CallAudit audit) {
		audit.detail("executionId", execution.executionId().toString()).detail("status", execution.status().wireName());
		CleanupEvents.describe(execution.totals(), audit);
	}

	private Execution begun(UUID policyId, Caller caller, boolean dryRun) {
		Instant now = now();
		return new Execution(this.ids.next(), policyId, Execution.Trigger.MANUAL, dryRun, Execution.Status.RUNNING,
				today(), Totals.NONE, EventPosition.START, null, caller.subject(), now, now, null);
	}

	private LocalDate today() {
		return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
