package io.qnsp.audit.retention.volume;

import java.util.List;
import java.util.Set;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The table {@code audit_volume}. Sizes are those of the rows, so they are asked of the
 * database, by one statement for a whole batch.
 */
@Component
final class VolumeProjection implements Projection {

	@Override
	public String name() {
		return "audit-volume";
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		EventPosition first = entries.getFirst().position();
		EventPosition last = entries.getLast().position();
		return sql.query("""
				INSERT INTO audit_volume AS volume (tenant_id, day, events, bytes)
				SELECT e.tenant_id, CAST(e.recorded_at AT TIME ZONE 'UTC' AS date) AS day, count(*),
					sum(pg_column_size(e))
				FROM audit_event e
				WHERE (e.xid, e.event_id) >= (CAST(:firstXid AS xid8), :firstEvent)
					AND (e.xid, e.event_id) <= (CAST(:lastXid AS xid8), :lastEvent)
				GROUP BY e.tenant_id, day
				ORDER BY e.tenant_id, day
				ON CONFLICT (tenant_id, day)
				DO UPDATE SET events = volume.events + excluded.events, bytes = volume.bytes + excluded.bytes
				""")
			.bind("firstXid", Long.toUnsignedString(first.xid()))
			.bind("firstEvent", first.eventId())
			.bind("lastXid", Long.toUnsignedString(last.xid()))
			.bind("lastEvent", last.eventId())
			.update()
			.then();
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM audit_volume").update().then();
	}

}
