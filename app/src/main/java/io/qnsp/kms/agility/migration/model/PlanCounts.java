package io.qnsp.kms.agility.migration.model;

/**
 * How far the keys of a plan are.
 *
 * @param pending keys that wait for their turn
 * @param migrated keys that were moved
 * @param blocked keys that could not be moved
 * @param skipped keys that need no move, in no other number
 * @param phase the phase of the next key, or -1 when none waits
 */
public record PlanCounts(long pending, long migrated, long blocked, long skipped, int phase) {

	/**
	 * The keys to move.
	 * @return without those that need no move
	 */
	public long total() {
		return this.pending + this.migrated + this.blocked;
	}

	/**
	 * How much of the plan is done.
	 * @param status where the plan is
	 * @return 0..100: moved keys of the keys to move, rounded down; a completed plan
	 * without keys to move is 100
	 */
	public int percent(PlanStatus status) {
		if (total() == 0) {
			return (status == PlanStatus.COMPLETED) ? 100 : 0;
		}
		return Math.toIntExact(this.migrated * 100 / total());
	}

}
