package io.qnsp.kms.agility.migration.run;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.job.Job;
import io.qnsp.core.job.JobCompletion;
import io.qnsp.core.job.JobHandler;
import io.qnsp.core.journal.Journal;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanItem;
import io.qnsp.kms.agility.migration.model.PlanItems;
import io.qnsp.kms.agility.migration.store.MigrationItemRepository;
import io.qnsp.kms.agility.migration.store.MigrationPlanRepository;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyUpgrades;
import io.qnsp.kms.keys.Keys;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Moves one key. What speaks against a move for good is noted with the key, and the plan
 * goes on; a server that can't do it now is tried again.
 */
@Component
final class MigrationJob implements JobHandler {

	private static final int SERVER_FAULT = 500;

	private final MigrationPlanRepository plans;

	private final MigrationItemRepository items;

	private final PlanSteps steps;

	private final Keys keys;

	private final KeyUpgrades upgrades;

	private final Journal journal;

	private final PlanEvents events;

	private final Clock clock;

	MigrationJob(MigrationPlanRepository plans, MigrationItemRepository items, PlanSteps steps, Keys keys,
			KeyUpgrades upgrades, Journal journal, PlanEvents events, Clock clock) {
		this.plans = plans;
		this.items = items;
		this.steps = steps;
		this.keys = keys;
		this.upgrades = upgrades;
		this.journal = journal;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public String kind() {
		return PlanSteps.JOB_KIND;
	}

	@Override
	public Mono<JobCompletion> run(Job job) {
		Turn turn = Turn.parse(job.payload());
		UUID tenantId = job.tenantId();
		return this.plans.find(tenantId, turn.planId())
			.filter(turn::isWanted)
			.flatMap((plan) -> this.items.pending(tenantId, turn.planId(), turn.position()))
			.flatMap((item) -> outcome(tenantId, item)
				.<JobCompletion>map((outcome) -> () -> end(tenantId, turn, item, outcome)));
	}

	private Mono<Outcome> outcome(UUID tenantId, PlanItem item) {
		Algorithm target = Objects.requireNonNull(item.target());
		return this.keys.find(tenantId, item.keyId())
			.flatMap((key) -> outcome(tenantId, key, target))
			.defaultIfEmpty(new Blocked("the key is not there any more"))
			.onErrorResume(QnspException.class, (ex) -> (ex.code().status() < SERVER_FAULT)
					? Mono.just(new Blocked(ex.getMessage())) : Mono.error(ex));
	}

	private Mono<Outcome> outcome(UUID tenantId, KeyDescription key, Algorithm target) {
		String needless = PlanItems.needless(key, target);
		if (needless != null) {
			return Mono.just(new Needless(needless));
		}
		String obstacle = this.upgrades.obstacle(key, target);
		return (obstacle != null) ? Mono.just(new Blocked(obstacle))
				: this.upgrades.prepare(tenantId, key.keyId(), target).map(Movable::new);
	}

	/**
	 * Writes the outcome, unless the plan was paused or cancelled meanwhile: then what
	 * was made is dropped.
	 */
	private Mono<Void> end(UUID tenantId, Turn turn, PlanItem item, Outcome outcome) {
		return this.plans.lock(tenantId, turn.planId())
			.filter(turn::isWanted)
			.flatMap((plan) -> write(tenantId, plan, item, outcome)
				.then(Mono.defer(() -> this.steps.next(tenantId, plan))))
			.then();
	}

	private Mono<Void> write(UUID tenantId, MigrationPlan plan, PlanItem item, Outcome outcome) {
		return switch (outcome) {
			case Movable(KeyUpgrades.Prepared prepared) -> prepared.store()
				.then(this.items.end(tenantId, plan.planId(), item.position(), PlanItem.Status.MIGRATED, null, now()));
			case Needless(String reason) ->
				this.items.end(tenantId, plan.planId(), item.position(), PlanItem.Status.SKIPPED, reason, now());
			case Blocked(String reason) ->
				this.items.end(tenantId, plan.planId(), item.position(), PlanItem.Status.BLOCKED, reason, now())
					.then(this.journal.appendInTransaction(this.events.blocked(tenantId, plan, item, reason)));
		};
	}

	@Override
	public Mono<Void> failed(Job job, String reason) {
		Turn turn = Turn.parse(job.payload());
		return this.items.pending(job.tenantId(), turn.planId(), turn.position())
			.flatMap((item) -> end(job.tenantId(), turn, item, new Blocked(reason)));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * How a turn ends.
	 */
	private sealed interface Outcome {

	}

	private record Movable(KeyUpgrades.Prepared prepared) implements Outcome {

	}

	private record Needless(String reason) implements Outcome {

	}

	private record Blocked(String reason) implements Outcome {

	}

}
