package io.qnsp.kms.agility.migration;

import io.qnsp.core.error.FieldProblems;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import io.qnsp.kms.agility.migration.model.PlanScope;
import io.qnsp.kms.agility.migration.model.TargetAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a plan.
 *
 * @param name what people call it, 1..200 characters
 * @param description for people, at most 2000 characters
 * @param targetAlgorithms what keys are moved to; at least one
 * @param scope which keys; every one that quantum computers break when missing or empty
 * @param schedule when; as soon as the plan is activated when missing
 */
record CreatePlanRequest(@Nullable String name, @Nullable String description,
		@Nullable TargetAlgorithms targetAlgorithms, PlanScope.@Nullable Request scope,
		@Nullable PlanSchedule schedule) {

	void check() {
		FieldProblems problems = new FieldProblems();
		problems.add((this.name == null) ? "name: missing (expected: 1..200 characters)" : null);
		PlanFields.check(this.name, this.description, this.schedule, problems);
		problems.throwIfAny();
	}

}
