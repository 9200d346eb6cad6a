package io.qnsp.core.journal;

import java.util.List;

/**
 * Is told of every event of every tenant, in commit order, each exactly once while the
 * tail runs.
 */
@FunctionalInterface
public interface TailListener {

	/**
	 * Takes the next events. Called by one thread at a time and must not block; whoever
	 * needs time hands over to a bounded queue of its own. What it throws is logged and
	 * changes nothing for others.
	 * @param entries the next events, never empty, in commit order
	 */
	void onEntries(List<JournalEntry> entries);

}
