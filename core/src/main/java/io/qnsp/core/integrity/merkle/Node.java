package io.qnsp.core.integrity.merkle;

/**
 * The root of a complete subtree of 2<sup>level</sup> leaves.
 *
 * @param level 0 for a leaf
 * @param index how many subtrees of that size lie left of it
 */
public record Node(int level, long index) {

	/**
	 * The tile that it can be computed from.
	 * @return the tile
	 */
	public TileId tile() {
		return new TileId(this.level / TileId.HEIGHT, first() >>> TileId.HEIGHT);
	}

	/**
	 * Where its hashes begin in that tile.
	 */
	int offset() {
		return (int) (first() & (TileId.WIDTH - 1));
	}

	/**
	 * How many hashes of that tile it is made of.
	 */
	int width() {
		return 1 << (this.level % TileId.HEIGHT);
	}

	private long first() {
		return this.index << (this.level % TileId.HEIGHT);
	}

}
