package io.qnsp.audit.integrity.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;

/**
 * Places in the journal as bytes that sort as the journal does: the transaction (big
 * endian), then the event's id.
 */
public final class PositionBytes {

	/** How many bytes a place takes. */
	public static final int LENGTH = 24;

	private PositionBytes() {
	}

	/**
	 * Writes a place.
	 * @param position the place
	 * @return 24 bytes
	 */
	public static byte[] of(EventPosition position) {
		return ByteBuffer.allocate(LENGTH)
			.putLong(position.xid())
			.putLong(position.eventId().getMostSignificantBits())
			.putLong(position.eventId().getLeastSignificantBits())
			.array();
	}

	/**
	 * Reads a place.
	 * @param positions several places, one after the other
	 * @param index which of them
	 * @return the place
	 */
	public static EventPosition read(byte[] positions, int index) {
		ByteBuffer in = ByteBuffer.wrap(positions, index * LENGTH, LENGTH);
		return new EventPosition(in.getLong(), new UUID(in.getLong(), in.getLong()));
	}

	/**
	 * Finds a place among sorted ones.
	 * @param positions several places, one after the other, in the journal's order
	 * @param wanted the place
	 * @return its index, or -1 when it is not among them
	 */
	static int indexOf(byte[] positions, byte[] wanted) {
		int low = 0;
		int high = positions.length / LENGTH - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int order = Arrays.compareUnsigned(positions, middle * LENGTH, (middle + 1) * LENGTH, wanted, 0, LENGTH);
			if (order == 0) {
				return middle;
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -1;
	}

}
