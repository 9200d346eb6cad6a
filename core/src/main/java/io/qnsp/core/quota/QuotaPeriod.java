package io.qnsp.core.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Over which time a quota counts.
 */
public enum QuotaPeriod {

	/** A stock, such as keys held: given back when they are deleted. */
	NONE,
	/** A flow that starts over each calendar month, UTC. */
	MONTH;

	LocalDate startAt(Instant now) {
		return (this == NONE) ? LocalDate.EPOCH : now.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
	}

}
