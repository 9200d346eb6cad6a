package io.qnsp.core.integrity.merkle;

import java.util.List;

/**
 * What whoever has the entries of a range needs to compute the root of the tree around
 * them.
 *
 * @param range the entries
 * @param size how many entries the tree has
 * @param left the hashes of {@code new Span(0, range.begin()).nodes()}
 * @param right the hashes of {@code new Span(range.end(), size).nodes()}
 */
public record RangeProof(Span range, long size, List<byte[]> left, List<byte[]> right) {

	public RangeProof {
		left = List.copyOf(left);
		right = List.copyOf(right);
		if (range.end() > size || left.size() != Long.bitCount(range.begin())
				|| right.size() != new Span(range.end(), size).nodes().size()) {
			throw new IllegalArgumentException("range proof of [%d, %d) in %d with %d and %d hashes"
				.formatted(range.begin(), range.end(), size, left.size(), right.size()));
		}
	}

	/**
	 * The spans around a range.
	 * @param range the entries
	 * @param size how many entries the tree has
	 * @return those left and right of it
	 */
	public static List<Span> around(Span range, long size) {
		return List.of(new Span(0, range.begin()), new Span(range.end(), size));
	}

	/**
	 * Makes the proof.
	 * @param range the entries
	 * @param size how many entries the tree has
	 * @param tiles those of {@link #around}
	 * @return the proof
	 * @throws DamagedTreeException when a tile is not there or too short
	 */
	public static RangeProof of(Span range, long size, Tiles tiles) {
		return new RangeProof(range, size, tiles.nodes(new Span(0, range.begin())),
				tiles.nodes(new Span(range.end(), size)));
	}

	/**
	 * The root of the tree that holds the entries in the range.
	 * @param hash how the tree hashes
	 * @param leaves the hashes of the range's entries
	 * @return 32 bytes, to compare with the tree's root
	 * @throws IllegalArgumentException for another number of leaves
	 */
	public byte[] root(TreeHash hash, Iterable<byte[]> leaves) {
		Frontier frontier = Frontier.of(hash, this.range.begin(), this.left);
		leaves.forEach(frontier::append);
		if (frontier.size() != this.range.end()) {
			throw new IllegalArgumentException("%d leaves (expected: %d)"
				.formatted(frontier.size() - this.range.begin(), this.range.end() - this.range.begin()));
		}
		List<Node> nodes = new Span(this.range.end(), this.size).nodes();
		for (int i = 0; i < nodes.size(); i++) {
			frontier.append(nodes.get(i).level(), this.right.get(i));
		}
		return frontier.root();
	}

}
