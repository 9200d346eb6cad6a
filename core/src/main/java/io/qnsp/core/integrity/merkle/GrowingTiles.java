package io.qnsp.core.integrity.merkle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The right edge of a tree's tiles while entries are appended: what has to be stored
 * afterwards. Used by one thread at a time.
 */
public final class GrowingTiles {

	private final TreeHash hash;

	private final List<Level> levels = new ArrayList<>();

	private final Frontier frontier;

	/**
	 * Creates it.
	 * @param hash how the tree hashes
	 * @param size how many entries it has
	 * @param edge the tiles of {@link TileId#rightEdge}
	 * @throws DamagedTreeException when a tile of the edge is missing, or longer or
	 * shorter than the tree's size says
	 */
	public GrowingTiles(TreeHash hash, long size, Map<TileId, byte[]> edge) {
		this.hash = hash;
		for (long hashes = size; hashes > 0; hashes >>>= TileId.HEIGHT) {
			int level = this.levels.size();
			long index = hashes >>> TileId.HEIGHT;
			byte[] tile = edge.getOrDefault(new TileId(level, index), new byte[0]);
			int expected = (int) (hashes & (TileId.WIDTH - 1)) * TreeHash.BYTES;
			if (tile.length != expected) {
				throw new DamagedTreeException("tile %d of level %d: %d bytes (expected: %d, for a tree of %d entries)"
					.formatted(index, level, tile.length, expected, size));
			}
			this.levels.add(new Level(index, tile));
		}
		this.frontier = new Tiles(hash, edge).frontier(size);
	}

	/**
	 * Appends an entry.
	 * @param leaf the hash of the entry
	 */
	public void append(byte[] leaf) {
		this.frontier.append(leaf);
		append(0, leaf);
	}

	private void append(int number, byte[] added) {
		if (this.levels.size() == number) {
			this.levels.add(new Level(0, new byte[0]));
		}
		Level level = this.levels.get(number);
		level.hashes.writeBytes(added);
		int written = level.hashes.size();
		if (written % (TileId.WIDTH * TreeHash.BYTES) == 0) {
			append(number + 1, rootOfLast(level.hashes.toByteArray()));
		}
	}

	private byte[] rootOfLast(byte[] hashes) {
		Frontier complete = new Frontier(this.hash);
		for (int at = hashes.length - TileId.WIDTH * TreeHash.BYTES; at < hashes.length; at += TreeHash.BYTES) {
			complete.append(Arrays.copyOfRange(hashes, at, at + TreeHash.BYTES));
		}
		return complete.root();
	}

	/**
	 * The tree as it is now.
	 * @return the frontier; changed by nobody else
	 */
	public Frontier frontier() {
		return this.frontier;
	}

	/**
	 * The tiles to store, those that were incomplete among them.
	 * @return for each level, from 0 upwards, what its last tiles hold
	 */
	public List<Stretch> stretches() {
		List<Stretch> stretches = new ArrayList<>();
		for (int number = 0; number < this.levels.size(); number++) {
			Level level = this.levels.get(number);
			if (level.hashes.size() > level.before) {
				stretches.add(new Stretch(number, level.firstTile, level.hashes.toByteArray()));
			}
		}
		return stretches;
	}

	/**
	 * Tiles of one level that lie side by side.
	 *
	 * @param level the level
	 * @param firstTile the index of the first
	 * @param hashes all their hashes, one after the other: 256 for each tile but the last
	 */
	public record Stretch(int level, long firstTile, byte[] hashes) {

		/**
		 * How many tiles it is.
		 * @return at least 1
		 */
		public int tiles() {
			int bytes = TileId.WIDTH * TreeHash.BYTES;
			return (this.hashes.length + bytes - 1) / bytes;
		}

	}

	private static final class Level {

		private final long firstTile;

		private final int before;

		private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

		Level(long firstTile, byte[] edge) {
			this.firstTile = firstTile;
			this.before = edge.length;
			this.hashes.writeBytes(edge);
		}

	}

}
