package io.qnsp.kms.agility.migration.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.store.MigrationPlanRepository;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Begins the phases whose time has come. A plan that can't be begun does not keep the
 * others from theirs; it is tried again at the next interval.
 */
@Component
final class DuePhases implements PeriodicJob {

	private static final int AT_ONCE = 100;

	private final Sql system;

	private final Transactions tenantTransactions;

	private final MigrationPlanRepository plans;

	private final PlanSteps steps;

	private final Clock clock;

	DuePhases(@Qualifier("systemSql") Sql system, Transactions tenantTransactions, MigrationPlanRepository plans,
			PlanSteps steps, Clock clock) {
		this.system = system;
		this.tenantTransactions = tenantTransactions;
		this.plans = plans;
		this.steps = steps;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-migration-phases";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(2);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			return this.system.query("""
					SELECT tenant_id, plan_id FROM kms_migration_plan
					WHERE next_due_at <= :now
					ORDER BY next_due_at
					LIMIT :most
					""")
				.bind("now", now)
				.bind("most", AT_ONCE)
				.all((row) -> new Due(Columns.required(row, "tenant_id", UUID.class),
						Columns.required(row, "plan_id", UUID.class)))
				.collectList()
				.flatMapIterable((due) -> due)
				.concatMapDelayError((due) -> begin(due, now))
				.then();
		});
	}

	private Mono<MigrationPlan> begin(Due due, Instant now) {
		Mono<MigrationPlan> work = this.plans.lock(due.tenantId(), due.planId())
			.filter((plan) -> plan.nextDueAt() != null && !plan.nextDueAt().isAfter(now))
			.flatMap((plan) -> this.steps.next(due.tenantId(), plan));
		return this.tenantTransactions.inTransaction(work).contextWrite(TenantContext.with(due.tenantId()));
	}

	private record Due(UUID tenantId, UUID planId) {

	}

}
