package io.qnsp.audit.retention.enforcement;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import io.qnsp.audit.retention.cleanup.CleanupJob;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Asks for the enforcement of every tenant whose policies were not enforced today, UTC.
 * It looks each hour, so a tenant with a cleanup under way is not left out for a day.
 */
@Component
final class DailyEnforcement implements PeriodicJob {

	private final Sql system;

	private final Transactions tenantTransactions;

	private final JobQueue jobs;

	private final Clock clock;

	DailyEnforcement(@Qualifier("systemSql") Sql system, Transactions tenantTransactions, JobQueue jobs, Clock clock) {
		this.system = system;
		this.tenantTransactions = tenantTransactions;
		this.jobs = jobs;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "audit-retention-enforcement";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return Mono
			.defer(() -> this.system.query("""
					SELECT DISTINCT p.tenant_id
					FROM audit_retention_policy p
					WHERE (p.enforced_on IS NULL OR p.enforced_on < :today)
						AND NOT EXISTS (
							SELECT FROM job j
							WHERE j.tenant_id = p.tenant_id AND j.kind = :kind AND j.payload = :payload)
					""")
				.bind("today", LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC))
				.bind("kind", CleanupJob.KIND)
				.bind("payload", CleanupJob.ENFORCE)
				.all((row) -> Columns.required(row, "tenant_id", UUID.class))
				.collectList())
			.flatMapIterable((tenants) -> tenants)
			.concatMapDelayError(this::ask)
			.then();
	}

	private Mono<UUID> ask(UUID tenantId) {
		return this.tenantTransactions.inTransaction(this.jobs.enqueue(tenantId, CleanupJob.KIND, CleanupJob.ENFORCE))
			.contextWrite(TenantContext.only(tenantId));
	}

}
