package io.qnsp.audit.delivery.deadletter;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.page.PageRequest;

/**
 * An event that a destination refused for what it is.
 *
 * @param eventId the event
 * @param eventType its type
 * @param timestamp when it happened
 * @param reason what the destination said
 * @param failedAt when it was given up
 * @param position the event's place in the journal
 */
record DeadLetter(UUID eventId, String eventType, Instant timestamp, String reason, Instant failedAt,
		@JsonIgnore EventPosition position) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.failedAt, this.eventId);
	}

}
