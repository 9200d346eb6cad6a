package io.qnsp.kms.agility.risk;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.crypto.catalogue.Transition;

/**
 * How long an algorithm may still be used, in words, by the catalogue's dates.
 */
final class RemainingTime {

	private RemainingTime() {
	}

	/**
	 * Says it.
	 * @param algorithm the algorithm
	 * @param today the day
	 * @return what is to come, with dates and documents
	 */
	static String of(Algorithm algorithm, LocalDate today) {
		if (algorithm.family().isQuantumSafe()) {
			return "no date: no transition document ends quantum-safe algorithms";
		}
		List<String> steps = algorithm.transitions()
			.stream()
			.filter((transition) -> transition.standing() == Standing.DEPRECATED
					|| transition.standing() == Standing.FORBIDDEN)
			.map((transition) -> step(transition, today))
			.toList();
		return String.join("; ", steps) + " (" + source(algorithm) + ")";
	}

	private static String step(Transition transition, LocalDate today) {
		String word = (transition.standing() == Standing.FORBIDDEN) ? "disallowed" : "deprecated";
		LocalDate last = transition.from().minusDays(1);
		if (!today.isBefore(transition.from())) {
			return "%s since %s".formatted(word, transition.from());
		}
		return "%s until it is %s after %s".formatted(length(today, transition.from()), word, last);
	}

	private static String length(LocalDate today, LocalDate end) {
		long days = ChronoUnit.DAYS.between(today, end);
		Period period = Period.between(today, end);
		String years = (period.getYears() == 0) ? ""
				: "%d year%s ".formatted(period.getYears(), plural(period.getYears()));
		return "%s%d month%s (%d day%s)".formatted(years, period.getMonths(), plural(period.getMonths()), days,
				plural(days));
	}

	private static String plural(long count) {
		return (count == 1) ? "" : "s";
	}

	private static String source(Algorithm algorithm) {
		return algorithm.transitions().getLast().source().reference();
	}

}
