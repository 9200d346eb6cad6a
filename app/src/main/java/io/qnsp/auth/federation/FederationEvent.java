package io.qnsp.auth.federation;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import tools.jackson.databind.JsonNode;

/**
 * A recorded event.
 *
 * @param eventId its id
 * @param eventType what happened
 * @param provider the identity provider
 * @param userId the user, as the provider names it
 * @param timestamp when it was recorded
 * @param metadata what else the provider said
 * @param outcome how it ended
 */
record FederationEvent(UUID eventId, String eventType, String provider, String userId, Instant timestamp,
		JsonNode metadata, FederationOutcome outcome) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.timestamp, this.eventId);
	}

}
