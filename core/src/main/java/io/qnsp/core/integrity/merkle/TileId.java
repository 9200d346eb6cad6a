package io.qnsp.core.integrity.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of 256 hashes of one kind: leaves at level 0, roots of complete tiles of the
 * level below above that. The last tile of a level may have fewer.
 *
 * @param level 0 for leaves
 * @param index how many tiles of the level lie left of it
 */
public record TileId(int level, long index) {

	/** How many levels of the tree a tile spans. */
	public static final int HEIGHT = 8;

	/** How many hashes a complete tile has. */
	public static final int WIDTH = 1 << HEIGHT;

	/**
	 * The incomplete tiles at a tree's right edge, which the next entries go to.
	 * @param size how many entries the tree has
	 * @return the tiles, from level 0 upwards
	 */
	public static List<TileId> rightEdge(long size) {
		List<TileId> edge = new ArrayList<>();
		int level = 0;
		for (long hashes = size; hashes > 0; hashes >>>= HEIGHT) {
			if ((hashes & (WIDTH - 1)) != 0) {
				edge.add(new TileId(level, hashes >>> HEIGHT));
			}
			level++;
		}
		return edge;
	}

}
