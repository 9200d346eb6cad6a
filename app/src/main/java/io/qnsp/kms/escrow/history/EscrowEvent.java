package io.qnsp.kms.escrow.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an escrow, or was tried.
 *
 * @param eventId the journal's id
 * @param escrowId the escrow
 * @param eventType what happened
 * @param actor the subject who did it
 * @param timestamp when
 * @param details how it ended ({@code outcome}: success, failure or denied) and what the
 * journal holds of it; never a share or a key
 */
record EscrowEvent(UUID eventId, UUID escrowId, EscrowEventType eventType, String actor, Instant timestamp,
		Map<String, Object> details) {

	static EscrowEvent of(AuditEvent event) {
		Map<String, Object> details = new LinkedHashMap<>(event.detail());
		details.put("outcome", event.outcome().wireName());
		details.put("statusCode", event.statusCode());
		return new EscrowEvent(event.eventId(), UUID.fromString(Objects.requireNonNull(event.resource()).id()),
				EscrowEventType.ofJournal(event.eventType(), event.outcome()), event.actor().id(), event.timestamp(),
				details);
	}

	/**
	 * A part of the audit log.
	 *
	 * @param events the events, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record EventList(List<EscrowEvent> events, int limit, @Nullable String nextCursor) {

	}

}
