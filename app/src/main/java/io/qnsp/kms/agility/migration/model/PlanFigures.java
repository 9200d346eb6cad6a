package io.qnsp.kms.agility.migration.model;

/**
 * How many plans a tenant has.
 *
 * @param drafts not begun
 * @param active that move keys
 * @param paused that were halted
 * @param completed that have ended
 * @param plannedKeys keys that wait for their turn in active and paused plans
 */
public record PlanFigures(long drafts, long active, long paused, long completed, long plannedKeys) {

	/**
	 * Plans that have not ended.
	 * @return drafts, active and paused ones
	 */
	public long open() {
		return this.drafts + this.active + this.paused;
	}

	/**
	 * The plans, as a sentence.
	 * @return for example {@code Migration plans: 1 draft, 1 active, 0 paused, 2
	 * completed.}
	 */
	public String sentence() {
		return "Migration plans: %d draft, %d active, %d paused, %d completed.".formatted(this.drafts, this.active,
				this.paused, this.completed);
	}

}
