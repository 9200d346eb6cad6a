package io.qnsp.kms.agility.migration.run;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.job.JobQueue;
import io.qnsp.core.journal.Journal;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanItem;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import io.qnsp.kms.agility.migration.store.MigrationItemRepository;
import io.qnsp.kms.agility.migration.store.MigrationPlanRepository;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Decides what comes next in a plan that is active and whose row the surrounding
 * transaction has locked.
 */
@Component
public final class PlanSteps {

	/** The kind of the jobs that move keys. */
	static final String JOB_KIND = "kms-migration";

	private final MigrationPlanRepository plans;

	private final MigrationItemRepository items;

	private final JobQueue jobs;

	private final Journal journal;

	private final PlanEvents events;

	private final Clock clock;

	PlanSteps(MigrationPlanRepository plans, MigrationItemRepository items, JobQueue jobs, Journal journal,
			PlanEvents events, Clock clock) {
		this.plans = plans;
		this.items = items;
		this.jobs = jobs;
		this.journal = journal;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Asks for the job of the next key that is due, or notes when that will be, or
	 * completes the plan when no key is left. A plan has one job at most.
	 * @param tenantId the tenant
	 * @param plan the plan, active and locked, with no job of its current run
	 * @return the plan as it is then
	 */
	public Mono<MigrationPlan> next(UUID tenantId, MigrationPlan plan) {
		return this.items.next(tenantId, plan.planId())
			.flatMap((item) -> turnOf(tenantId, plan, item))
			.switchIfEmpty(Mono.defer(() -> complete(tenantId, plan)));
	}

	private Mono<MigrationPlan> turnOf(UUID tenantId, MigrationPlan plan, PlanItem item) {
		if (item.dueAt().isAfter(this.clock.instant())) {
			return this.plans.update(tenantId, plan.waitUntil(item.dueAt()));
		}
		Turn turn = new Turn(plan.planId(), plan.run(), item.position());
		Mono<MigrationPlan> waitsNoMore = (plan.nextDueAt() != null) ? this.plans.update(tenantId, plan.waitUntil(null))
				: Mono.just(plan);
		return waitsNoMore
			.flatMap((updated) -> this.jobs.enqueue(tenantId, JOB_KIND, turn.payload()).thenReturn(updated));
	}

	private Mono<MigrationPlan> complete(UUID tenantId, MigrationPlan plan) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		return this.plans.update(tenantId, plan.become(PlanStatus.COMPLETED, now))
			.flatMap((completed) -> this.journal.appendInTransaction(this.events.completed(tenantId, completed))
				.thenReturn(completed));
	}

}
