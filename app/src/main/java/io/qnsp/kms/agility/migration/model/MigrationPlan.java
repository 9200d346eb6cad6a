package io.qnsp.kms.agility.migration.model;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A plan.
 *
 * @param planId its id
 * @param name what people call it, 1..200 characters
 * @param description for people, at most 2000 characters
 * @param status where it is
 * @param targets what keys are moved to
 * @param scope which keys
 * @param schedule when
 * @param run how often it was activated or resumed
 * @param nextDueAt when the next key is due while no job works for the plan, or
 * {@code null}
 * @param activatedAt when it was activated, or {@code null}
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record MigrationPlan(UUID planId, String name, String description, PlanStatus status, PlanTargets targets,
		PlanScope scope, PlanSchedule schedule, int run, @Nullable Instant nextDueAt, @Nullable Instant activatedAt,
		Instant createdAt, Instant updatedAt) {

	/**
	 * Another status. What waits for its time waits no more.
	 * @param next the status
	 * @param now the time
	 * @return the plan then
	 */
	public MigrationPlan become(PlanStatus next, Instant now) {
		boolean begins = next == PlanStatus.ACTIVE;
		return new MigrationPlan(this.planId, this.name, this.description, next, this.targets, this.scope,
				this.schedule, begins ? this.run + 1 : this.run, null,
				(this.activatedAt == null && begins) ? now : this.activatedAt, this.createdAt, now);
	}

	/**
	 * Another name, description or schedule.
	 * @param newName the name, or {@code null} to leave it
	 * @param newDescription the description, or {@code null} to leave it
	 * @param newSchedule the schedule, or {@code null} to leave it
	 * @param now the time
	 * @return the plan then
	 */
	public MigrationPlan edit(@Nullable String newName, @Nullable String newDescription,
			@Nullable PlanSchedule newSchedule, Instant now) {
		return new MigrationPlan(this.planId, (newName != null) ? newName : this.name,
				(newDescription != null) ? newDescription : this.description, this.status, this.targets, this.scope,
				(newSchedule != null) ? newSchedule : this.schedule, this.run, this.nextDueAt, this.activatedAt,
				this.createdAt, now);
	}

	/**
	 * Waits for the next key's time.
	 * @param due when that is
	 * @return the plan then
	 */
	public MigrationPlan waitUntil(@Nullable Instant due) {
		return new MigrationPlan(this.planId, this.name, this.description, this.status, this.targets, this.scope,
				this.schedule, this.run, due, this.activatedAt, this.createdAt, this.updatedAt);
	}

	/**
	 * Its place in the list.
	 * @return time and id
	 */
	public PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.planId);
	}

}
