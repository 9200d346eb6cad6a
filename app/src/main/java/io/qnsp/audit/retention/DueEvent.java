package io.qnsp.audit.retention;

import java.time.Instant;

import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;

/**
 * An event that may be deleted.
 *
 * @param position its place in the journal
 * @param recordedAt when the server recorded it
 * @param destination the store that it is archived in before, or {@code null}
 */
public record DueEvent(EventPosition position, Instant recordedAt, @Nullable String destination) {

}
