package io.qnsp.audit.integrity.store;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Where events stand in the journal.
 */
@Repository
public final class EventPlaceRepository {

	private static final int TIME_ORDERED = 7;

	private static final int TIME_SHIFT = 16;

	private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

	// As pages of the journal allow for, so that only the months in question are read.
	private static final Duration RECORDED_BEFORE = Duration.ofHours(1);

	private static final Duration RECORDED_AFTER = Duration.ofDays(1);

	private final Sql sql;

	EventPlaceRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The place of an event.
	 * @param tenantId the tenant
	 * @param eventId the event's id, a UUIDv7
	 * @return its place, or empty when the tenant has no such event
	 */
	public Mono<EventPosition> find(UUID tenantId, UUID eventId) {
		Instant made = Instant.ofEpochMilli(eventId.getMostSignificantBits() >>> TIME_SHIFT);
		if (eventId.version() != TIME_ORDERED || made.isAfter(LATEST)) {
			return Mono.empty();
		}
		return this.sql.query("""
				SELECT xid::text AS xid_text FROM audit_event
				WHERE tenant_id = :tenant AND event_id = :event AND recorded_at >= :since AND recorded_at < :until
				ORDER BY audit_event.xid LIMIT 1
				""")
			.bind("tenant", tenantId)
			.bind("event", eventId)
			.bind("since", made.minus(RECORDED_BEFORE))
			.bind("until", made.plus(RECORDED_AFTER))
			.one((row) -> new EventPosition(Long.parseUnsignedLong(Columns.text(row, "xid_text")), eventId));
	}

}
