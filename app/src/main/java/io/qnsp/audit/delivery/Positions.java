package io.qnsp.audit.delivery;

import java.util.UUID;

import io.qnsp.core.journal.EventPosition;

/**
 * Places of the journal.
 */
public final class Positions {

	private static final UUID LOWEST = new UUID(0, 0);

	private static final UUID HIGHEST = new UUID(-1, -1);

	private Positions() {
	}

	/**
	 * The place right before an event: reading after it begins with the event.
	 * @param position the event's place
	 * @return the place before it; the start stays the start
	 */
	public static EventPosition before(EventPosition position) {
		UUID id = position.eventId();
		if (!id.equals(LOWEST)) {
			long low = id.getLeastSignificantBits();
			return new EventPosition(position.xid(),
					new UUID((low == 0) ? id.getMostSignificantBits() - 1 : id.getMostSignificantBits(), low - 1));
		}
		return (position.xid() == 0) ? position : new EventPosition(position.xid() - 1, HIGHEST);
	}

}
