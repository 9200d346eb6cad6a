package io.qnsp.audit.integrity.seal;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.integrity.store.PositionBytes;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.GrowingTiles;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint in the making: the tree as it was stored, and what it has grown by. Used
 * by one chain.
 */
final class Sealing {

	private final UUID tenantId;

	private final @Nullable Checkpoint before;

	private final GrowingTiles tiles;

	private final ByteArrayOutputStream positions = new ByteArrayOutputStream();

	private @Nullable EventPosition first;

	private EventPosition end;

	private int events;

	/**
	 * Creates it.
	 * @param tenantId the tenant
	 * @param before its last checkpoint, or {@code null} when there is none
	 * @param tiles the tree's right edge
	 * @param edgePositions the places of the events in the incomplete tile of leaves
	 */
	Sealing(UUID tenantId, @Nullable Checkpoint before, GrowingTiles tiles, byte[] edgePositions) {
		this.tenantId = tenantId;
		this.before = before;
		this.tiles = tiles;
		this.positions.writeBytes(edgePositions);
		this.end = (before != null) ? EventPosition.parse(before.lastPosition()).orElseThrow() : EventPosition.START;
	}

	void append(List<JournalEntry> entries, List<byte[]> leaves) {
		for (int i = 0; i < entries.size(); i++) {
			this.tiles.append(leaves.get(i));
			this.end = entries.get(i).position();
			this.positions.writeBytes(PositionBytes.of(this.end));
			if (this.first == null) {
				this.first = this.end;
			}
		}
		this.events += entries.size();
	}

	UUID tenantId() {
		return this.tenantId;
	}

	EventPosition end() {
		return this.end;
	}

	int events() {
		return this.events;
	}

	List<GrowingTiles.Stretch> stretches() {
		return this.tiles.stretches();
	}

	byte[] positions() {
		return this.positions.toByteArray();
	}

	/**
	 * The checkpoint of what was appended, not yet signed.
	 * @param id its id
	 * @param now its time, milliseconds
	 */
	Checkpoint checkpoint(UUID id, Instant now) {
		EventPosition start = this.first;
		if (start == null) {
			throw new IllegalStateException("A checkpoint without events");
		}
		Checkpoint last = this.before;
		// Clocks of instances differ, and times follow the sequence all the same.
		Instant time = (last == null || now.isAfter(last.timestamp())) ? now : last.timestamp().plusMillis(1);
		return new Checkpoint(Checkpoint.VERSION, id, this.tenantId, (last != null) ? last.sequence() + 1 : 1, time,
				this.tiles.frontier().size(), this.events, HexFormat.of().formatHex(this.tiles.frontier().root()),
				start.eventId(), this.end.eventId(), this.end.toString(), (last != null) ? last.asPrevious() : null,
				Checkpoint.HASH_ALGORITHM, Checkpoint.ALGORITHM, new UUID(0, 0), "");
	}

}
