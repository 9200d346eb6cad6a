package io.qnsp.audit.retention.enforcement;

import java.time.Duration;
import java.util.UUID;

import io.qnsp.audit.retention.cleanup.CleanupJob;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Goes on with executions whose instance died while it answered the call: they run, have
 * not moved for two minutes, and no job is theirs.
 */
@Component
final class LeftExecutions implements PeriodicJob {

	private static final Duration STILL = Duration.ofMinutes(2);

	private final Sql system;

	private final Transactions tenantTransactions;

	private final JobQueue jobs;

	LeftExecutions(@Qualifier("systemSql") Sql system, Transactions tenantTransactions, JobQueue jobs) {
		this.system = system;
		this.tenantTransactions = tenantTransactions;
		this.jobs = jobs;
	}

	@Override
	public String name() {
		return "audit-retention-left-executions";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(1);
	}

	@Override
	public Mono<Void> run() {
		return this.system.query("""
				SELECT x.tenant_id, x.execution_id
				FROM audit_retention_execution x
				WHERE x.status = 'running' AND x.updated_at < now() - make_interval(secs => :still)
					AND NOT EXISTS (
						SELECT FROM job j
						WHERE j.tenant_id = x.tenant_id AND j.kind = :kind
							AND j.payload IN (:enforce, x.execution_id::text))
				""")
			.bind("still", (double) STILL.toSeconds())
			.bind("kind", CleanupJob.KIND)
			.bind("enforce", CleanupJob.ENFORCE)
			.all(Left::of)
			.collectList()
			.flatMapIterable((all) -> all)
			.concatMapDelayError(this::ask)
			.then();
	}

	private Mono<UUID> ask(Left left) {
		return this.tenantTransactions
			.inTransaction(this.jobs.enqueue(left.tenantId(), CleanupJob.KIND, left.executionId().toString()))
			.contextWrite(TenantContext.only(left.tenantId()));
	}

	private record Left(UUID tenantId, UUID executionId) {

		static Left of(Readable row) {
			return new Left(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "execution_id", UUID.class));
		}

	}

}
