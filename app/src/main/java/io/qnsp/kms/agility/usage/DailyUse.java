package io.qnsp.kms.agility.usage;

import java.time.LocalDate;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * The operations of a day that succeeded.
 *
 * @param day the day, UTC
 * @param algorithm the algorithm
 * @param operations how many
 */
record DailyUse(LocalDate day, Algorithm algorithm, long operations) {

}
