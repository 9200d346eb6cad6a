package io.qnsp.core.projection;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * The newest events that the tail has handed over, without a gap, so that projections
 * that keep up need not read them from the database again. One thread adds, any thread
 * reads. An event that was not added is never applied by a projection that follows, so
 * the runner must listen to the tail without a pause.
 */
final class RecentEntries {

	private static final int CAPACITY = 1024;

	private volatile @Nullable Kept kept;

	/**
	 * Adds the next events of the tail.
	 * @param next the events, never empty, following those before without a gap
	 */
	void add(List<JournalEntry> next) {
		Kept known = this.kept;
		// Should this fail half-way, then nothing is known rather than something with a
		// gap.
		this.kept = null;
		if (known == null) {
			// What came before the first of them is not known.
			this.kept = new Kept(next.getLast().position(), List.of());
			return;
		}
		List<JournalEntry> all = new ArrayList<>(known.entries());
		all.addAll(next);
		int drop = Math.max(0, all.size() - CAPACITY);
		EventPosition before = (drop > 0) ? all.get(drop - 1).position() : known.before();
		this.kept = new Kept(before, List.copyOf(all.subList(drop, all.size())));
	}

	/**
	 * The events after a position.
	 * @param position the position
	 * @param limit how many at most
	 * @return the events of all types in commit order; empty when the position lies
	 * before what is kept, or nothing follows it
	 */
	List<JournalEntry> after(EventPosition position, int limit) {
		Kept known = this.kept;
		if (known == null || position.compareTo(known.before()) < 0) {
			return List.of();
		}
		List<JournalEntry> entries = known.entries();
		int from = 0;
		while (from < entries.size() && entries.get(from).position().compareTo(position) <= 0) {
			from++;
		}
		return entries.subList(from, Math.min(entries.size(), from + limit));
	}

	/**
	 * What is kept.
	 *
	 * @param before the position that the first entry follows
	 * @param entries the entries
	 */
	private record Kept(EventPosition before, List<JournalEntry> entries) {

	}

}
