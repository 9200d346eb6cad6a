package io.qnsp.core.integrity.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Proofs of RFC 6962, section 2.1: what they are made of, and whether they hold (RFC
 * 9162, sections 2.1.3 and 2.1.4).
 */
public final class MerkleProofs {

	private MerkleProofs() {
	}

	/**
	 * What proves that an entry is in a tree: {@code PATH(m, D[n])}.
	 * @param index the entry, from 0
	 * @param size how many entries the tree has
	 * @return the spans whose hashes are the proof, in its order
	 * @throws IllegalArgumentException for an entry that the tree does not have
	 */
	public static List<Span> inclusion(long index, long size) {
		if (index < 0 || index >= size) {
			throw new IllegalArgumentException("entry %d of %d (expected: 0..%d)".formatted(index, size, size - 1));
		}
		List<Span> path = new ArrayList<>();
		long begin = 0;
		long end = size;
		while (end - begin > 1) {
			long middle = begin + Long.highestOneBit(end - begin - 1);
			if (index < middle) {
				path.add(new Span(middle, end));
				end = middle;
			}
			else {
				path.add(new Span(begin, middle));
				begin = middle;
			}
		}
		Collections.reverse(path);
		return path;
	}

	/**
	 * What proves that a tree continues a smaller one: {@code PROOF(m, D[n])}.
	 * @param first how many entries the smaller tree has, at least 1
	 * @param second how many entries the tree has, as many or more
	 * @return the spans whose hashes are the proof, in its order; none for equal sizes
	 * @throws IllegalArgumentException for other sizes
	 */
	public static List<Span> consistency(long first, long second) {
		if (first < 1 || second < first) {
			throw new IllegalArgumentException(
					"trees of %d and %d entries (expected: 1 <= first <= second)".formatted(first, second));
		}
		List<Span> proof = new ArrayList<>();
		long begin = 0;
		long end = second;
		while (first != end) {
			long middle = begin + Long.highestOneBit(end - begin - 1);
			if (first <= middle) {
				proof.add(new Span(middle, end));
				end = middle;
			}
			else {
				proof.add(new Span(begin, middle));
				begin = middle;
			}
		}
		if (begin != 0) {
			proof.add(new Span(begin, end));
		}
		Collections.reverse(proof);
		return proof;
	}

	/**
	 * Whether a proof shows that an entry is in a tree.
	 * @param hash how the tree hashes
	 * @param leaf the hash of the entry
	 * @param index where it stands, from 0
	 * @param size how many entries the tree has
	 * @param proof the proof
	 * @param root the tree's root
	 * @return true when it does; false for anything else
	 */
	public static boolean includes(TreeHash hash, byte[] leaf, long index, long size, List<byte[]> proof, byte[] root) {
		if (index < 0 || index >= size) {
			return false;
		}
		long place = index;
		long last = size - 1;
		byte[] computed = leaf;
		for (byte[] step : proof) {
			if (last == 0) {
				return false;
			}
			if ((place & 1) == 1 || place == last) {
				computed = hash.node(step, computed);
				while ((place & 1) == 0 && place != 0) {
					place >>>= 1;
					last >>>= 1;
				}
			}
			else {
				computed = hash.node(computed, step);
			}
			place >>>= 1;
			last >>>= 1;
		}
		return last == 0 && Arrays.equals(computed, root);
	}

	/**
	 * Whether a proof shows that a tree continues a smaller one.
	 * @param hash how the trees hash
	 * @param first how many entries the smaller tree has, at least 1
	 * @param second how many entries the tree has
	 * @param proof the proof
	 * @param firstRoot the smaller tree's root
	 * @param secondRoot the tree's root
	 * @return true when it does; false for anything else
	 */
	public static boolean continues(TreeHash hash, long first, long second, List<byte[]> proof, byte[] firstRoot,
			byte[] secondRoot) {
		if (first < 1 || second < first) {
			return false;
		}
		if (first == second) {
			return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
		}
		List<byte[]> steps = new ArrayList<>(proof);
		if (Long.bitCount(first) == 1) {
			steps.addFirst(firstRoot);
		}
		if (steps.isEmpty()) {
			return false;
		}
		int common = Long.numberOfTrailingZeros(first);
		return walk(hash, (first - 1) >>> common, (second - 1) >>> common, steps, firstRoot, secondRoot);
	}

	private static boolean walk(TreeHash hash, long first, long second, List<byte[]> steps, byte[] firstRoot,
			byte[] secondRoot) {
		long place = first;
		long last = second;
		byte[] smaller = steps.getFirst();
		byte[] larger = steps.getFirst();
		for (byte[] step : steps.subList(1, steps.size())) {
			if (last == 0) {
				return false;
			}
			if ((place & 1) == 1 || place == last) {
				smaller = hash.node(step, smaller);
				larger = hash.node(step, larger);
				while ((place & 1) == 0 && place != 0) {
					place >>>= 1;
					last >>>= 1;
				}
			}
			else {
				larger = hash.node(larger, step);
			}
			place >>>= 1;
			last >>>= 1;
		}
		return last == 0 && Arrays.equals(smaller, firstRoot) && Arrays.equals(larger, secondRoot);
	}

}
