package io.qnsp.kms.agility.usage;

import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;

/**
 * How far a tenant's keys are post-quantum: the share of live asymmetric keys whose
 * current version is of a post-quantum or hybrid algorithm. Symmetric keys do not count:
 * they were safe before and say nothing of a transition.
 *
 * @param pqcKeys live asymmetric keys of post-quantum and hybrid algorithms
 * @param totalKeys live asymmetric keys
 * @param symmetricKeys live symmetric keys, which are in neither number
 */
record Adoption(long pqcKeys, long totalKeys, long symmetricKeys) {

	/** What the numbers are, for answers. */
	static final String BASIS = "adoptionRate is pqcKeys / totalKeys, 0 when there are none: live asymmetric keys whose "
			+ "current version is of a post-quantum or hybrid algorithm, of all live asymmetric keys. Symmetric keys "
			+ "are not broken by quantum computers and say nothing of adoption.";

	static Adoption of(Inventory inventory) {
		return new Adoption(inventory.count((kind) -> kind.isAsymmetric() && !kind.isClassical()),
				inventory.count(Kind::isAsymmetric), inventory.count((kind) -> !kind.isAsymmetric()));
	}

	/**
	 * The share.
	 * @return 0..1; 0 when there are no asymmetric keys
	 */
	double adoptionRate() {
		return (this.totalKeys == 0) ? 0 : (double) this.pqcKeys / this.totalKeys;
	}

}
