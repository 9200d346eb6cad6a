package io.qnsp.core.integrity.merkle;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some tiles of a tree, and the nodes that can be computed from them.
 */
public final class Tiles {

	private final TreeHash hash;

	private final Map<TileId, byte[]> tiles;

	/**
	 * Creates it.
	 * @param hash how the tree hashes
	 * @param tiles the tiles' hashes, one after the other
	 */
	public Tiles(TreeHash hash, Map<TileId, byte[]> tiles) {
		this.hash = hash;
		this.tiles = Map.copyOf(tiles);
	}

	/**
	 * The tiles that hold what spans are made of.
	 * @param spans the spans
	 * @return the tiles
	 */
	public static Set<TileId> of(Collection<Span> spans) {
		Set<TileId> tiles = new LinkedHashSet<>();
		spans.forEach((span) -> span.nodes().forEach((node) -> tiles.add(node.tile())));
		return tiles;
	}

	/**
	 * The hash of a complete subtree.
	 * @param node the subtree
	 * @return 32 bytes
	 * @throws DamagedTreeException when its tile is not there or too short
	 */
	public byte[] node(Node node) {
		byte[] tile = this.tiles.get(node.tile());
		int from = node.offset() * TreeHash.BYTES;
		int to = from + node.width() * TreeHash.BYTES;
		if (tile == null || tile.length < to) {
			throw new DamagedTreeException("tile %d of level %d: %d bytes (expected: at least %d)"
				.formatted(node.tile().index(), node.tile().level(), (tile != null) ? tile.length : 0, to));
		}
		Frontier subtree = new Frontier(this.hash);
		for (int at = from; at < to; at += TreeHash.BYTES) {
			subtree.append(Arrays.copyOfRange(tile, at, at + TreeHash.BYTES));
		}
		return subtree.root();
	}

	/**
	 * The hash of leaves side by side that RFC 6962 hashes as one: {@code MTH(D[a:b])}.
	 * @param span the leaves, at least one
	 * @return 32 bytes
	 * @throws DamagedTreeException when a tile is not there or too short
	 */
	public byte[] root(Span span) {
		List<byte[]> parts = nodes(span);
		byte[] root = parts.getLast();
		for (int i = parts.size() - 2; i >= 0; i--) {
			root = this.hash.node(parts.get(i), root);
		}
		return root;
	}

	/**
	 * The hashes of the complete subtrees of a span.
	 * @param span the leaves
	 * @return the hashes of {@link Span#nodes}
	 * @throws DamagedTreeException when a tile is not there or too short
	 */
	public List<byte[]> nodes(Span span) {
		return span.nodes().stream().map(this::node).toList();
	}

	/**
	 * The frontier of the tree when it had some size.
	 * @param size how many entries
	 * @return the frontier
	 * @throws DamagedTreeException when a tile is not there or too short
	 */
	public Frontier frontier(long size) {
		return Frontier.of(this.hash, size, nodes(new Span(0, size)));
	}

}
