package io.qnsp.crypto.catalogue;

import java.time.LocalDate;
import java.util.List;

/**
 * From when on an algorithm has a standing, and who says so.
 *
 * @param standing what is said
 * @param from the first day it holds
 * @param source where it is said
 */
public record Transition(Standing standing, LocalDate from, Publication source) {

	private static final LocalDate ALWAYS = LocalDate.MIN;

	private static final LocalDate AFTER_2030 = LocalDate.of(2031, 1, 1);

	private static final LocalDate AFTER_2035 = LocalDate.of(2036, 1, 1);

	/** NIST's category from which on an algorithm is recommended rather than accepted. */
	private static final int RECOMMENDED_CATEGORY = 3;

	/** Strength below which classical algorithms end early (IR 8547, tables 2 and 4). */
	private static final int FULL_STRENGTH = 128;

	/**
	 * The standings of an algorithm, one after the other.
	 */
	static List<Transition> of(Algorithm algorithm) {
		Publication standard = algorithm.standard();
		if (algorithm.family().isQuantumSafe()) {
			boolean recommended = !standard.isDraft() && algorithm.category() >= RECOMMENDED_CATEGORY
					&& algorithm.availability() == Availability.GENERAL;
			return List.of(new Transition(recommended ? Standing.RECOMMENDED : Standing.ACCEPTABLE, ALWAYS, standard));
		}
		Transition accepted = new Transition(Standing.ACCEPTABLE, ALWAYS, standard);
		Transition forbidden = new Transition(Standing.FORBIDDEN, AFTER_2035, Publication.IR_8547_DRAFT);
		return (algorithm.strength() >= FULL_STRENGTH) ? List.of(accepted, forbidden) : List.of(accepted,
				new Transition(Standing.DEPRECATED, AFTER_2030, Publication.IR_8547_DRAFT), forbidden);
	}

}
