package io.qnsp.core.integrity.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * Leaves that stand side by side, {@code [begin, end)}.
 *
 * @param begin the first leaf
 * @param end the leaf after the last
 */
public record Span(long begin, long end) {

	public Span {
		if (begin < 0 || end < begin) {
			throw new IllegalArgumentException("[%d, %d) (expected: 0 <= begin <= end)".formatted(begin, end));
		}
	}

	/**
	 * The complete subtrees that the leaves make up, as large as they can be, from left
	 * to right.
	 * @return none for an empty span
	 */
	public List<Node> nodes() {
		List<Node> nodes = new ArrayList<>();
		long at = this.begin;
		while (at < this.end) {
			int fits = Long.SIZE - 1 - Long.numberOfLeadingZeros(this.end - at);
			int level = (at == 0) ? fits : Math.min(fits, Long.numberOfTrailingZeros(at));
			nodes.add(new Node(level, at >>> level));
			at += 1L << level;
		}
		return nodes;
	}

}
