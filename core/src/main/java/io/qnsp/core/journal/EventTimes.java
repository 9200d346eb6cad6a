package io.qnsp.core.journal;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The time in an event's id: UUIDv7 begins with 48 bits of Unix milliseconds (RFC 9562).
 */
final class EventTimes {

	private static final int TIME_ORDERED = 7;

	private static final int TIME_SHIFT = 16;

	private static final long VERSION_BITS = 0x7000L;

	private static final long VARIANT_BITS = 0x8000_0000_0000_0000L;

	// What the database can compare.
	private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

	private EventTimes() {
	}

	/**
	 * When an id was made.
	 * @param eventId any UUID, from a caller
	 * @return the time, or {@code null} when no event has such an id
	 */
	static @Nullable Instant of(UUID eventId) {
		Instant made = Instant.ofEpochMilli(eventId.getMostSignificantBits() >>> TIME_SHIFT);
		return (eventId.version() == TIME_ORDERED && eventId.variant() == 2 && made.isBefore(LATEST)) ? made : null;
	}

	/**
	 * The smallest id that can have been made at a time.
	 * @param time the time; before 1970 counts as 1970
	 * @return the id
	 */
	static UUID firstId(Instant time) {
		return new UUID((Math.max(0, time.toEpochMilli()) << TIME_SHIFT) | VERSION_BITS, VARIANT_BITS);
	}

}
