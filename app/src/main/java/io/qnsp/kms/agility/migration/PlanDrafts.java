package io.qnsp.kms.agility.migration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import io.qnsp.kms.agility.migration.model.PlanScope;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import io.qnsp.kms.agility.migration.model.PlanTargets;
import io.qnsp.kms.agility.migration.store.MigrationItemRepository;
import io.qnsp.kms.agility.migration.store.MigrationPlanRepository;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.Keys;
import io.qnsp.kms.policy.CryptoPolicies;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Drafts and shows plans.
 */
@Component
final class PlanDrafts {

	/** What plans are in the journal. */
	static final String RESOURCE = "migration-plan";

	/** How many plans of a tenant may not have ended. */
	private static final int MOST_OPEN = 100;

	private static final int MOST_BLOCKED = 100;

	private static final int AT_ONCE = 4;

	private final MigrationPlanRepository plans;

	private final MigrationItemRepository items;

	private final Keys keys;

	private final CryptoPolicies policies;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	PlanDrafts(MigrationPlanRepository plans, MigrationItemRepository items, Keys keys, CryptoPolicies policies,
			Changes changes, Ids ids, Clock clock) {
		this.plans = plans;
		this.items = items;
		this.keys = keys;
		this.policies = policies;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<PlanAnswer.Created> create(CreatePlanRequest request, Caller caller, CallAudit audit) {
		UUID tenantId = caller.tenantId();
		request.check();
		PlanScope scope = PlanScope.of(request.scope());
		return this.policies.of(tenantId)
			.map((policy) -> draft(request, scope,
					PlanTargets.of(request.targetAlgorithms(), policy.experimentalAlgorithms())))
			.doOnNext((plan) -> describe(plan, audit))
			.delayUntil((plan) -> requireKeys(tenantId, scope))
			.flatMap((plan) -> this.changes.commit(insert(tenantId, plan)));
	}

	private MigrationPlan draft(CreatePlanRequest request, PlanScope scope, PlanTargets targets) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		return new MigrationPlan(this.ids.next(), Objects.requireNonNull(request.name()),
				(request.description() != null) ? request.description() : "", PlanStatus.DRAFT, targets, scope,
				(request.schedule() != null) ? request.schedule() : PlanSchedule.NONE, 0, null, null, now, now);
	}

	private Mono<Void> requireKeys(UUID tenantId, PlanScope scope) {
		return Flux.fromIterable(scope.keyIds())
			.flatMapSequential((keyId) -> this.keys.find(tenantId, keyId)
				.map(KeyDescription::keyId)
				.hasElement()
				.filter((found) -> !found)
				.map((missing) -> keyId.toString()), AT_ONCE)
			.collect(Collectors.joining(", "))
			.flatMap((missing) -> missing.isEmpty() ? Mono.empty() : Mono.error(QnspException
				.unprocessable("scope.keyIds", "no such keys: %s (expected: keys of the tenant)".formatted(missing))));
	}

	private Mono<PlanAnswer.Created> insert(UUID tenantId, MigrationPlan plan) {
		return this.plans.insert(tenantId, plan, MOST_OPEN)
			.flatMap((inserted) -> inserted ? Mono.just(PlanAnswer.Created.of(plan))
					: Mono.error(QnspException
						.conflict("The tenant has %d migration plans that have not ended (expected: fewer, to add one)"
							.formatted(MOST_OPEN))));
	}

	Mono<PlanAnswer.PlanList> list(PageRequest request, Caller caller, CallAudit audit) {
		UUID tenantId = caller.tenantId();
		return this.plans.list(tenantId, request)
			.map((rows) -> Page.of(rows, request, MigrationPlan::place))
			.flatMap((page) -> this.items.counts(tenantId, page.items().stream().map(MigrationPlan::planId).toList())
				.map((counts) -> {
					List<PlanAnswer.Summary> found = page.items()
						.stream()
						.map((plan) -> PlanAnswer.Summary.of(plan, counts.get(plan.planId())))
						.toList();
					audit.resource(RESOURCE, "*").detail("count", found.size());
					return new PlanAnswer.PlanList(found, page.nextCursor());
				}));
	}

	Mono<PlanAnswer.Detail> read(UUID planId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, planId);
		UUID tenantId = caller.tenantId();
		return this.plans.find(tenantId, planId)
			.switchIfEmpty(Mono.error(() -> notFound(planId)))
			.flatMap((plan) -> Mono.zip(this.items.counts(tenantId, List.of(planId)),
					this.items.blocked(tenantId, planId, MOST_BLOCKED),
					(counts, blocked) -> PlanAnswer.Detail.of(plan, counts.get(planId), blocked)));
	}

	static QnspException notFound(UUID planId) {
		return QnspException.notFound("migration plan", planId);
	}

	static void describe(MigrationPlan plan, CallAudit audit) {
		audit.resource(RESOURCE, plan.planId())
			.detail("name", plan.name())
			.detail("encryption", plan.targets().names().encryption())
			.detail("signing", plan.targets().names().signing())
			.detail("keyExchange", plan.targets().names().keyExchange())
			.detail("keyIds", plan.scope().keyIds().size())
			.detail("keyTypes", plan.scope().keyTypes());
	}

}
