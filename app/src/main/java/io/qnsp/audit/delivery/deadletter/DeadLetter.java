package io.qnsp.audit.delivery.deadletter;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;

/**
 * An event that a destination refused for what it is.
 *
 * @param eventId the event
 * @param eventType its type
 * @param timestamp when it happened
 * @param reason what the destination said
 * @param failedAt when it was given up
 */
record DeadLetter(UUID eventId, String eventType, Instant timestamp, String reason, Instant failedAt) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.failedAt, this.eventId);
	}

}
