package io.qnsp.kms.agility.usage;

import java.util.List;
import java.util.function.Predicate;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;

/**
 * What a tenant used lately.
 *
 * @param days how many days, today included
 * @param uses by algorithm and category
 */
public record RecentUse(int days, List<AlgorithmUse> uses) {

	public RecentUse {
		uses = List.copyOf(uses);
	}

	/**
	 * How many operations succeeded.
	 * @param which with which algorithms
	 * @return 0 or more
	 */
	public long operations(Predicate<Algorithm> which) {
		return this.uses.stream()
			.filter((use) -> which.test(use.algorithm()))
			.mapToLong(AlgorithmUse::operations)
			.sum();
	}

	/**
	 * Operations with algorithms that Shor's algorithm breaks.
	 * @return 0 or more
	 */
	public long classical() {
		return operations((algorithm) -> algorithm.family().kind() == Family.Kind.CLASSICAL);
	}

	/**
	 * Operations with post-quantum and hybrid algorithms.
	 * @return 0 or more
	 */
	public long quantumSafe() {
		return operations((algorithm) -> algorithm.family().isAsymmetric() && algorithm.family().isQuantumSafe());
	}

}
