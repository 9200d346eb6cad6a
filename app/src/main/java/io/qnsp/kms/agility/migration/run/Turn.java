package io.qnsp.kms.agility.migration.run;

import java.util.UUID;

import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanStatus;

/**
 * A key's turn, as a job carries it.
 *
 * @param planId the plan
 * @param run the plan's run that asked for it
 * @param position the key's place
 */
record Turn(UUID planId, int run, int position) {

	private static final String SEPARATOR = " ";

	static Turn parse(String payload) {
		String[] parts = payload.split(SEPARATOR, -1);
		return new Turn(UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
	}

	String payload() {
		return String.join(SEPARATOR, this.planId.toString(), Integer.toString(this.run),
				Integer.toString(this.position));
	}

	/**
	 * Whether the plan still wants it: it runs, and was not paused since.
	 */
	boolean isWanted(MigrationPlan plan) {
		return plan.status() == PlanStatus.ACTIVE && plan.run() == this.run;
	}

}
