package io.qnsp.kms.agility.migration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import org.jspecify.annotations.Nullable;

/**
 * Changes a plan; what is missing stays as it is. Name, description and schedule change
 * first, then the status.
 *
 * @param name what people call it, 1..200 characters
 * @param description for people, at most 2000 characters
 * @param status active begins or resumes, paused halts, cancelled gives up
 * @param schedule when, as a whole
 */
record UpdatePlanRequest(@Nullable String name, @Nullable String description, @Nullable Status status,
		@Nullable PlanSchedule schedule) {

	/**
	 * What a caller can make of a plan.
	 */
	enum Status {

		@JsonProperty("active")
		ACTIVE(PlanStatus.ACTIVE), @JsonProperty("paused")
		PAUSED(PlanStatus.PAUSED), @JsonProperty("cancelled")
		CANCELLED(PlanStatus.CANCELLED);

		private final PlanStatus meant;

		Status(PlanStatus meant) {
			this.meant = meant;
		}

		PlanStatus meant() {
			return this.meant;
		}

	}

	boolean edits() {
		return this.name != null || this.description != null || this.schedule != null;
	}

	void check() {
		if (!edits() && this.status == null) {
			throw QnspException.badRequest("status", "missing (expected: name, description, status or schedule)");
		}
		FieldProblems problems = new FieldProblems();
		PlanFields.check(this.name, this.description, this.schedule, problems);
		problems.throwIfAny();
	}

}
