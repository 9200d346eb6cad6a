package io.qnsp.core.journal;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the journal's commit order: the writing transaction, then the event. As text
 * it is the cursor that streams and pages hand out, {@code <xid>-<eventId>}.
 *
 * @param xid the writing transaction's 64-bit id, as PostgreSQL counts it
 * @param eventId the event within the transaction
 */
public record EventPosition(long xid, UUID eventId) implements Comparable<EventPosition> {

	/** Before every event. */
	public static final EventPosition START = new EventPosition(0, new UUID(0, 0));

	// PostgreSQL compares UUIDs bytewise, java.util.UUID by signed halves.
	private static final Comparator<EventPosition> ORDER = Comparator
		.comparing(EventPosition::xid, Long::compareUnsigned)
		.thenComparing((a, b) -> {
			int high = Long.compareUnsigned(a.eventId.getMostSignificantBits(), b.eventId.getMostSignificantBits());
			return (high != 0) ? high
					: Long.compareUnsigned(a.eventId.getLeastSignificantBits(), b.eventId.getLeastSignificantBits());
		});

	public EventPosition {
		Objects.requireNonNull(eventId, "eventId");
	}

	/**
	 * Reads a cursor.
	 * @param cursor what {@link #toString} gave, from a caller
	 * @return the position, or empty when the text is not a cursor
	 */
	public static Optional<EventPosition> parse(String cursor) {
		int dash = cursor.indexOf('-');
		if (dash < 1 || dash > 20 || cursor.length() - dash - 1 != 36) {
			return Optional.empty();
		}
		try {
			long xid = Long.parseUnsignedLong(cursor, 0, dash, 10);
			return Optional.of(new EventPosition(xid, UUID.fromString(cursor.substring(dash + 1))));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public int compareTo(EventPosition other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.xid) + '-' + this.eventId;
	}

}
