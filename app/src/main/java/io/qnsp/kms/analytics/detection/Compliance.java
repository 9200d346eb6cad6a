package io.qnsp.kms.analytics.detection;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Cryptoperiod;
import io.qnsp.crypto.catalogue.Transition;
import io.qnsp.kms.analytics.rule.AlertSeverity;
import io.qnsp.kms.keys.KeyDescription;

/**
 * What speaks against the use of a key on a day: the age of its current version (SP
 * 800-57 part 1 revision 5, section 5.3.6), and the standing of its algorithm. Which
 * version verified or decrypted is not known; the current one is the youngest.
 *
 * @param severity how much it matters
 * @param message what is wrong, for people
 */
record Compliance(AlertSeverity severity, String message) {

	/**
	 * Judges.
	 * @param key the key
	 * @param protects whether it has signed, encrypted, wrapped or encapsulated
	 * @param day the day of the use
	 * @return what is wrong, or empty
	 */
	static Optional<Compliance> judge(KeyDescription key, boolean protects, LocalDate day) {
		List<String> problems = new ArrayList<>();
		AlertSeverity severity = AlertSeverity.MEDIUM;
		LocalDate made = LocalDate.ofInstant(key.rotatedAt(), ZoneOffset.UTC);
		Cryptoperiod period = Cryptoperiod.of(key.purpose());
		LocalDate last = made.plus(protects ? period.protects() : period.processes());
		if (day.isAfter(last)) {
			problems.add("its version %d, made on %s, should not %s anything after %s".formatted(key.version(), made,
					protects ? "protect" : "process", last));
			severity = AlertSeverity.HIGH;
		}
		Transition transition = key.algorithm().transitionOn(day);
		switch (transition.standing()) {
			case RECOMMENDED, ACCEPTABLE -> {
			}
			case DEPRECATED -> problems.add(standing(key, transition));
			case FORBIDDEN -> {
				problems.add(standing(key, transition));
				severity = AlertSeverity.HIGH;
			}
		}
		return problems.isEmpty() ? Optional.empty() : Optional
			.of(new Compliance(severity, "The key was used on %s: %s".formatted(day, String.join("; ", problems))));
	}

	private static String standing(KeyDescription key, Transition transition) {
		return "%s is %s from %s on".formatted(key.algorithm().nistName(), transition.standing().wireName(),
				transition.from());
	}

}
