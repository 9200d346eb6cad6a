package io.qnsp.auth.risk.model;

import java.time.Instant;

/**
 * Time arithmetic that cannot overflow, whatever instants a client sends.
 */
final class Times {

	private Times() {
	}

	/**
	 * Seconds from one instant to another, negative if the second is earlier.
	 * @param from the first instant
	 * @param to the second instant
	 * @return finite seconds
	 */
	static double seconds(Instant from, Instant to) {
		return ((double) to.getEpochSecond() - from.getEpochSecond()) + (to.getNano() - from.getNano()) / 1e9;
	}

	/**
	 * An age for people, rounded down.
	 * @param seconds seconds
	 * @return e.g. "3 h"
	 */
	static String words(double seconds) {
		long whole = (long) Math.abs(seconds);
		if (whole < 120) {
			return whole + " s";
		}
		if (whole < 7_200) {
			return whole / 60 + " min";
		}
		return (whole < 172_800) ? whole / 3_600 + " h" : whole / 86_400 + " days";
	}

}
