package io.qnsp.auth.federation;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that has been recorded.
 *
 * @param eventId its id, UUIDv7
 * @param recordedAt when, millisecond precision
 */
record RecordedEvent(UUID eventId, Instant recordedAt) {

}
