package io.qnsp.core.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a tail was fed and has not handed over yet. Many threads add, one takes.
 */
final class FedEntries {

	/** How many entries may wait; the largest have 70 KB. */
	static final int CAPACITY = 2_048;

	private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private volatile boolean overflowed;

	/**
	 * Adds a batch, or notes that there was no room for it.
	 */
	void add(EventPosition previous, List<JournalEntry> entries) {
		int weight = weight(entries);
		if (this.size.addAndGet(weight) > CAPACITY) {
			this.size.addAndGet(-weight);
			this.overflowed = true;
			return;
		}
		this.batches.add(new Batch(previous, List.copyOf(entries)));
	}

	boolean isEmpty() {
		return this.batches.isEmpty() && !this.overflowed;
	}

	/**
	 * Takes all that waits.
	 * @param position up to where the taker has everything
	 * @param moved whether that is an event's position; where a tail begins is none, and
	 * may lie behind all that somebody else has read
	 * @return what follows that position without a gap
	 */
	Next after(EventPosition position, boolean moved) {
		// Before the batches: one that is refused while they are taken is noted again.
		boolean complete = !this.overflowed;
		this.overflowed = false;
		boolean upToDate = false;
		EventPosition reached = position;
		List<JournalEntry> next = new ArrayList<>();
		for (Batch batch = this.batches.poll(); batch != null; batch = this.batches.poll()) {
			this.size.addAndGet(-weight(batch.entries()));
			if (batch.previous().compareTo(reached) > 0) {
				complete = false;
				continue;
			}
			EventPosition known = reached;
			upToDate |= batch.end().compareTo(known) >= 0 || !moved;
			batch.entries().stream().filter((entry) -> entry.position().compareTo(known) > 0).forEach(next::add);
			reached = next.isEmpty() ? reached : next.getLast().position();
		}
		return new Next(next, complete, upToDate);
	}

	// A batch without entries takes room too.
	private static int weight(List<JournalEntry> entries) {
		return entries.size() + 1;
	}

	/**
	 * What a taker gets.
	 *
	 * @param entries what follows its position, in commit order
	 * @param complete whether nothing that was fed had to be left out
	 * @param upToDate whether somebody who is not behind the taker has fed
	 */
	record Next(List<JournalEntry> entries, boolean complete, boolean upToDate) {

	}

	private record Batch(EventPosition previous, List<JournalEntry> entries) {

		EventPosition end() {
			return this.entries.isEmpty() ? this.previous : this.entries.getLast().position();
		}

	}

}
