package io.qnsp.app.transport;

import java.util.List;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;

/**
 * A stretch of the journal on its way.
 *
 * @param previous the position that it follows
 * @param entries every entry from there to its last one, in commit order; empty as a sign
 * of life
 */
record JournalBatch(EventPosition previous, List<JournalEntry> entries) {

}
