package io.qnsp.kms.agility.inventory;

import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;

/**
 * The quantum-safe algorithm that takes the place of one that Shor's algorithm breaks.
 */
public final class Replacement {

	/** Classical strength from which on category 5 takes over, in bits. */
	private static final int HIGH_STRENGTH = 192;

	private Replacement() {
	}

	/**
	 * The replacement of an algorithm for a purpose. Signatures go to ML-DSA, encryption,
	 * wrapping and key agreement to ML-KEM; what has 192 bits or more gets category 5,
	 * the rest category 3.
	 * @param algorithm the algorithm
	 * @param purpose what the key is for
	 * @return an algorithm of a final standard, or empty for what needs none
	 */
	public static Optional<Algorithm> of(Algorithm algorithm, Purpose purpose) {
		if (algorithm.family().isQuantumSafe()) {
			return Optional.empty();
		}
		boolean high = algorithm.strength() >= HIGH_STRENGTH;
		return switch (purpose) {
			case SIGNING -> Optional.of(high ? Algorithm.ML_DSA_87 : Algorithm.ML_DSA_65);
			case ENCRYPTION, WRAPPING, KEM -> Optional.of(high ? Algorithm.ML_KEM_1024 : Algorithm.ML_KEM_768);
			case MAC -> Optional.empty();
		};
	}

}
