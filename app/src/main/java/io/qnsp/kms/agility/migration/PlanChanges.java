package io.qnsp.kms.agility.migration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanItem;
import io.qnsp.kms.agility.migration.model.PlanItems;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import io.qnsp.kms.agility.migration.run.PlanSteps;
import io.qnsp.kms.agility.migration.store.MigrationItemRepository;
import io.qnsp.kms.agility.migration.store.MigrationPlanRepository;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.Keys;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Changes plans: what they say, and whether they run. The plan's row is locked meanwhile,
 * so a key is either moved before a pause or not at all.
 */
@Component
final class PlanChanges {

	/** How many keys one plan moves at most. */
	private static final int MOST_KEYS = 10_000;

	private final MigrationPlanRepository plans;

	private final MigrationItemRepository items;

	private final PlanSteps steps;

	private final Keys keys;

	private final Changes changes;

	private final Clock clock;

	PlanChanges(MigrationPlanRepository plans, MigrationItemRepository items, PlanSteps steps, Keys keys,
			Changes changes, Clock clock) {
		this.plans = plans;
		this.items = items;
		this.steps = steps;
		this.keys = keys;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<PlanAnswer.Updated> change(UUID planId, UpdatePlanRequest request, Caller caller, CallAudit audit) {
		audit.resource(PlanDrafts.RESOURCE, planId);
		request.check();
		UUID tenantId = caller.tenantId();
		Mono<PlanAnswer.Updated> work = this.plans.lock(tenantId, planId)
			.switchIfEmpty(Mono.error(() -> PlanDrafts.notFound(planId)))
			.doOnNext((plan) -> PlanDrafts.describe(plan, audit))
			.flatMap((plan) -> edited(tenantId, plan, request))
			.flatMap((plan) -> moved(tenantId, plan, request.status(), audit))
			.map(PlanAnswer.Updated::of);
		return this.changes.commit(work);
	}

	private Mono<MigrationPlan> edited(UUID tenantId, MigrationPlan plan, UpdatePlanRequest request) {
		if (!request.edits()) {
			return Mono.just(plan);
		}
		plan.status().requireEditable();
		MigrationPlan edited = plan.edit(request.name(), request.description(), request.schedule(), now());
		Mono<MigrationPlan> written = this.plans.update(tenantId, edited);
		return (request.schedule() != null && plan.status() == PlanStatus.PAUSED)
				? written.delayUntil((paused) -> spread(tenantId, paused)) : written;
	}

	private Mono<Void> spread(UUID tenantId, MigrationPlan plan) {
		return this.items.all(tenantId, plan.planId())
			.map((all) -> PlanItems.spread(all, plan.schedule(), Objects.requireNonNull(plan.activatedAt())))
			.flatMap((all) -> this.items.reschedule(tenantId, plan.planId(), all));
	}

	private Mono<MigrationPlan> moved(UUID tenantId, MigrationPlan plan, UpdatePlanRequest.@Nullable Status status,
			CallAudit audit) {
		if (status == null) {
			return Mono.just(plan);
		}
		PlanStatus next = status.meant();
		audit.detail("from", plan.status().wireName()).detail("to", next.wireName());
		plan.status().requireCanBecome(next);
		Mono<MigrationPlan> changed = Mono.defer(() -> this.plans.update(tenantId, plan.become(next, now())));
		if (next != PlanStatus.ACTIVE) {
			return changed;
		}
		return (plan.status() == PlanStatus.DRAFT) ? changed.flatMap((begun) -> begin(tenantId, begun, audit))
				: changed.flatMap((resumed) -> resume(tenantId, resumed));
	}

	private Mono<MigrationPlan> begin(UUID tenantId, MigrationPlan plan, CallAudit audit) {
		return this.keys.all(tenantId)
			.filter(plan.scope().test())
			.take(MOST_KEYS + 1L)
			.collectList()
			.map((scoped) -> items(plan, scoped))
			.doOnNext((all) -> audit.detail("keys", all.size()))
			.flatMap((all) -> this.items.insert(tenantId, plan.planId(), all, now()))
			.then(Mono.defer(() -> this.steps.next(tenantId, plan)));
	}

	private static List<PlanItem> items(MigrationPlan plan, List<KeyDescription> scoped) {
		if (scoped.size() > MOST_KEYS) {
			throw QnspException.unprocessable("scope",
					"more than %d keys (expected: fewer, in several plans)".formatted(MOST_KEYS));
		}
		return PlanItems.of(scoped, plan.targets(), plan.schedule(), Objects.requireNonNull(plan.activatedAt()));
	}

	private Mono<MigrationPlan> resume(UUID tenantId, MigrationPlan plan) {
		return this.items.retryBlocked(tenantId, plan.planId(), now())
			.then(Mono.defer(() -> this.steps.next(tenantId, plan)));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
