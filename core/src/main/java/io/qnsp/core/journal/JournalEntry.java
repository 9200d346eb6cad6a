package io.qnsp.core.journal;

/**
 * An event with its place in the commit order.
 *
 * @param position where it stands
 * @param event what happened
 */
public record JournalEntry(EventPosition position, AuditEvent event) {

}
