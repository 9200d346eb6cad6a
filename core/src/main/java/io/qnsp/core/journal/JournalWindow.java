package io.qnsp.core.journal;

/**
 * A stretch of the journal that is complete.
 *
 * @param after the position before its first event
 * @param end the position of its last event
 * @param size how many events of all types it holds
 */
public record JournalWindow(EventPosition after, EventPosition end, long size) {

}
