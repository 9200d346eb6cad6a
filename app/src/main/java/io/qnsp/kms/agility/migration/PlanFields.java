package io.qnsp.kms.agility.migration;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import org.jspecify.annotations.Nullable;

/**
 * What creating and changing a plan check alike.
 */
final class PlanFields {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_DESCRIPTION = 2000;

	private PlanFields() {
	}

	static void check(@Nullable String name, @Nullable String description, @Nullable PlanSchedule schedule,
			FieldProblems problems) {
		problems.add((name != null) ? BoundedText.problem("name", name, 1, LONGEST_NAME) : null);
		problems.add(
				(description != null) ? BoundedText.problem("description", description, 0, LONGEST_DESCRIPTION) : null);
		if (schedule != null) {
			schedule.check(problems);
		}
	}

}
