package io.qnsp.audit.integrity.store;

import java.util.Arrays;

import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.integrity.merkle.TreeHash;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;

/**
 * A tile of leaves.
 *
 * @param index its index at level 0
 * @param hashes the leaf hashes, one after the other
 * @param positions the events' places in the journal, one after the other
 * @param removed a bit for each leaf whose event was deleted by retention, or
 * {@code null} when none was
 */
public record LeafTile(long index, byte[] hashes, byte[] positions, byte @Nullable [] removed) {

	/**
	 * How many leaves it has.
	 * @return 1..256
	 */
	public int size() {
		return this.hashes.length / TreeHash.BYTES;
	}

	/**
	 * The leaf index of its first leaf.
	 * @return a multiple of 256
	 */
	public long firstLeaf() {
		return this.index * TileId.WIDTH;
	}

	/**
	 * The hash of a leaf.
	 * @param slot 0..255
	 * @return 32 bytes
	 */
	public byte[] hash(int slot) {
		return Arrays.copyOfRange(this.hashes, slot * TreeHash.BYTES, (slot + 1) * TreeHash.BYTES);
	}

	/**
	 * The place of a leaf's event.
	 * @param slot 0..255
	 * @return the place
	 */
	public EventPosition position(int slot) {
		return PositionBytes.read(this.positions, slot);
	}

	/**
	 * Which leaf an event is.
	 * @param position its place in the journal
	 * @return 0..255, or -1 when it is not in this tile
	 */
	public int slotOf(EventPosition position) {
		return PositionBytes.indexOf(this.positions, PositionBytes.of(position));
	}

	/**
	 * Whether retention has deleted a leaf's event.
	 * @param slot 0..255
	 * @return true when it has
	 */
	public boolean isRemoved(int slot) {
		return this.removed != null && (this.removed[slot / Byte.SIZE] >>> (slot % Byte.SIZE) & 1) == 1;
	}

	@Override
	public String toString() {
		return "LeafTile[%d, %d leaves]".formatted(this.index, size());
	}

}
