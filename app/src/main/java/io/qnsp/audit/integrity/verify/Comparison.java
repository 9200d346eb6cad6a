package io.qnsp.audit.integrity.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.Frontier;
import io.qnsp.core.integrity.merkle.TreeHash;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events that are there with the leaves that were stored when they were
 * sealed, both in the journal's order, and what they make up with the signed root.
 */
final class Comparison {

	private final Checkpoint checkpoint;

	private final List<Sealed> sealed;

	private final List<Found> found;

	private final Set<UUID> sealedIds = new HashSet<>();

	private final Set<UUID> foundIds = new HashSet<>();

	// What the tree is made of now: the events that are there, else their stored leaves.
	private final List<byte[]> leaves = new ArrayList<>();

	private @Nullable Problem firstChanged;

	private @Nullable Problem firstMisplaced;

	private long verified;

	private long removed;

	/**
	 * A leaf as it was stored.
	 *
	 * @param index its place in the tree
	 * @param position the event's place in the journal
	 * @param hash its hash
	 * @param removed whether retention has deleted the event
	 */
	record Sealed(long index, EventPosition position, byte[] hash, boolean removed) {

	}

	/**
	 * An event that is there.
	 *
	 * @param position its place in the journal
	 * @param hash the leaf hash of what it is now
	 */
	record Found(EventPosition position, byte[] hash) {

	}

	/**
	 * Creates it.
	 * @param checkpoint what was signed
	 * @param sealed the leaves of the checkpoint
	 * @param found the events between the checkpoint before and this one
	 */
	Comparison(Checkpoint checkpoint, List<Sealed> sealed, List<Found> found) {
		this.checkpoint = checkpoint;
		this.sealed = sealed;
		this.found = found;
		sealed.forEach((leaf) -> this.sealedIds.add(leaf.position.eventId()));
		found.forEach((event) -> this.foundIds.add(event.position.eventId()));
		walk();
	}

	private void walk() {
		int i = 0;
		int j = 0;
		while (i < this.sealed.size() || j < this.found.size()) {
			int order = order(i, j);
			if (order == 0) {
				compare(this.sealed.get(i), this.found.get(j));
			}
			else if (order < 0) {
				absent(this.sealed.get(i));
			}
			else {
				extra(this.found.get(j));
			}
			i += (order <= 0) ? 1 : 0;
			j += (order >= 0) ? 1 : 0;
		}
	}

	private int order(int i, int j) {
		if (i == this.sealed.size()) {
			return 1;
		}
		return (j == this.found.size()) ? -1 : this.sealed.get(i).position.compareTo(this.found.get(j).position);
	}

	private void compare(Sealed leaf, Found event) {
		this.verified++;
		this.leaves.add(event.hash);
		if (this.firstChanged == null && !Arrays.equals(leaf.hash, event.hash)) {
			this.firstChanged = problem(Problem.Kind.EVENT_CHANGED, leaf,
					"its hash is %s (expected: %s)".formatted(hex(event.hash), hex(leaf.hash)));
		}
	}

	private void absent(Sealed leaf) {
		this.leaves.add(leaf.hash);
		if (leaf.removed) {
			this.removed++;
		}
		else if (this.foundIds.contains(leaf.position.eventId())) {
			misplaced(problem(Problem.Kind.EVENT_MOVED, leaf, "it stands in another place of the journal"));
		}
		else {
			misplaced(problem(Problem.Kind.EVENT_MISSING, leaf,
					"it is not in the journal (expected: there, since retention has not deleted it)"));
		}
	}

	private void extra(Found event) {
		boolean moved = this.sealedIds.contains(event.position.eventId());
		misplaced(moved
				? Problem.of(Problem.Kind.EVENT_MOVED, this.checkpoint.checkpointId(), event.position, null,
						"it was sealed in another place of the journal")
				: Problem.of(Problem.Kind.EVENT_INSERTED, this.checkpoint.checkpointId(), event.position, null,
						"it was not there when the checkpoint was made"));
	}

	private Problem problem(Problem.Kind kind, Sealed leaf, String message) {
		return Problem.of(kind, this.checkpoint.checkpointId(), leaf.position, leaf.index, message);
	}

	private void misplaced(Problem problem) {
		if (this.firstMisplaced == null) {
			this.firstMisplaced = problem;
		}
	}

	/**
	 * What is wrong as far as the stored leaf hashes tell, when the tree before is not
	 * known.
	 * @return the first bad event, or none
	 */
	List<Problem> firstBadEvent() {
		List<Problem> problems = new ArrayList<>();
		first(this.firstChanged, this.firstMisplaced, problems);
		return problems;
	}

	/**
	 * What is wrong.
	 * @param before the tree as the checkpoint before left it; changed here
	 * @param same makes the same tree once more
	 * @return none when everything is as it was sealed
	 */
	List<Problem> problems(Frontier before, Frontier same) {
		List<Problem> problems = new ArrayList<>();
		this.leaves.forEach(before::append);
		boolean eventsMakeTheRoot = isRoot(before);
		this.sealed.forEach((leaf) -> same.append(leaf.hash));
		boolean storedMakesTheRoot = isRoot(same);
		if (!storedMakesTheRoot && eventsMakeTheRoot) {
			problems.add(damaged("the stored leaf hashes do not make up the signed root, the events do"));
		}
		else if (!storedMakesTheRoot && this.firstChanged != null) {
			problems.add(damaged("neither events nor stored leaf hashes make up the signed root"));
		}
		else if (!storedMakesTheRoot) {
			problems.add(Problem.of(Problem.Kind.ROOT_MISMATCH, this.checkpoint.checkpointId(),
					"events and stored leaf hashes agree, and their root is %s (expected: %s): one of %d events was changed together with its leaf hash"
						.formatted(hex(same.root()), this.checkpoint.merkleRoot(), this.sealed.size())));
		}
		first(eventsMakeTheRoot ? null : this.firstChanged, this.firstMisplaced, problems);
		return problems;
	}

	private Problem damaged(String message) {
		return Problem.of(Problem.Kind.TREE_DAMAGED, this.checkpoint.checkpointId(), message);
	}

	private static void first(@Nullable Problem changed, @Nullable Problem misplaced, List<Problem> problems) {
		if (changed != null && misplaced != null) {
			problems.add((place(changed).compareTo(place(misplaced)) <= 0) ? changed : misplaced);
		}
		else if (changed != null || misplaced != null) {
			problems.add((changed != null) ? changed : misplaced);
		}
	}

	private static EventPosition place(Problem problem) {
		return EventPosition.parse(String.valueOf(problem.position())).orElse(EventPosition.START);
	}

	private boolean isRoot(Frontier tree) {
		return tree.size() == this.checkpoint.treeSize() && hex(tree.root()).equals(this.checkpoint.merkleRoot());
	}

	long verified() {
		return this.verified;
	}

	long removed() {
		return this.removed;
	}

	private static String hex(byte[] hash) {
		return HexFormat.of().formatHex(hash, 0, TreeHash.BYTES);
	}

}
