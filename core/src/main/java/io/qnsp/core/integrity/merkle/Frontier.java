package io.qnsp.core.integrity.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is needed of a tree to append to it and to know its root: the roots of the
 * complete subtrees that it is made of, at most 63. Used by one thread at a time.
 */
public final class Frontier {

	private final TreeHash hash;

	private final List<byte[]> nodes = new ArrayList<>();

	private long size;

	/**
	 * Creates the frontier of a tree without entries.
	 * @param hash how the tree hashes
	 */
	public Frontier(TreeHash hash) {
		this.hash = hash;
	}

	/**
	 * Creates the frontier of a tree.
	 * @param hash how the tree hashes
	 * @param size how many entries it has
	 * @param nodes the hashes of {@code new Span(0, size).nodes()}
	 * @return the frontier
	 * @throws IllegalArgumentException for another number of hashes
	 */
	public static Frontier of(TreeHash hash, long size, List<byte[]> nodes) {
		if (size < 0 || nodes.size() != Long.bitCount(size)) {
			throw new IllegalArgumentException("%d hashes for a tree of %d entries (expected: %d)"
				.formatted(nodes.size(), size, Long.bitCount(Math.max(0, size))));
		}
		Frontier frontier = new Frontier(hash);
		frontier.nodes.addAll(nodes);
		frontier.size = size;
		return frontier;
	}

	/**
	 * Appends an entry.
	 * @param leaf the hash of the entry
	 */
	public void append(byte[] leaf) {
		append(0, leaf);
	}

	/**
	 * Appends a complete subtree.
	 * @param level its height: it has 2<sup>level</sup> entries
	 * @param root its root
	 * @throws IllegalArgumentException where no subtree of that size can begin
	 */
	public void append(int level, byte[] root) {
		long width = 1L << level;
		if ((this.size & (width - 1)) != 0) {
			throw new IllegalArgumentException(
					"a subtree of %d entries at %d (expected: at a multiple of its size)".formatted(width, this.size));
		}
		byte[] merged = root;
		for (int at = level; (this.size >>> at & 1) == 1; at++) {
			merged = this.hash.node(this.nodes.removeLast(), merged);
		}
		this.nodes.add(merged);
		this.size += width;
	}

	/**
	 * The root of the tree.
	 * @return 32 bytes
	 */
	public byte[] root() {
		if (this.nodes.isEmpty()) {
			return this.hash.empty();
		}
		byte[] root = this.nodes.getLast();
		for (int i = this.nodes.size() - 2; i >= 0; i--) {
			root = this.hash.node(this.nodes.get(i), root);
		}
		return root;
	}

	/**
	 * How many entries the tree has.
	 * @return 0 or more
	 */
	public long size() {
		return this.size;
	}

	/**
	 * The complete subtrees' roots, from left to right.
	 * @return an unmodifiable copy
	 */
	public List<byte[]> nodes() {
		return List.copyOf(this.nodes);
	}

}
