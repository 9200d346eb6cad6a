package io.qnsp.app.transport;

import java.time.Duration;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/**
 * The table {@code journal_transport}: who leads, and how far the leader has come. Time
 * is the database's.
 */
final class TransportRepository {

	private final Sql system;

	private final String name;

	TransportRepository(Sql system, String name) {
		this.system = system;
		this.name = name;
	}

	/**
	 * Tries to become the leader, or to stay it.
	 * @param self who asks
	 * @param lease for how long
	 * @param end the journal's end, to begin at when nothing was brought for a while: who
	 * has not heard by then has read by itself
	 * @return where to go on, or empty while another leads
	 */
	Mono<EventPosition> claim(UUID self, Duration lease, EventPosition end) {
		return at(this.system.query("""
				INSERT INTO journal_transport AS t (name, holder, held_until, xid, event_id)
				VALUES (:name, :self, now() + make_interval(secs => :lease), CAST(:xid AS xid8), :eventId)
				ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until,
					xid = CASE WHEN t.updated_at < now() - interval '1 minute' THEN excluded.xid ELSE t.xid END,
					event_id = CASE WHEN t.updated_at < now() - interval '1 minute' THEN excluded.event_id
						ELSE t.event_id END,
					updated_at = CASE WHEN t.updated_at < now() - interval '1 minute' THEN now() ELSE t.updated_at END
				WHERE t.held_until <= now() OR t.holder IS NULL OR t.holder = :self
				RETURNING xid::text AS xid_text, event_id
				"""), end).bind("name", this.name)
			.bind("self", self)
			.bind("lease", seconds(lease))
			.one(TransportRepository::position);
	}

	/**
	 * Notes how far the leader has come, and keeps it the leader.
	 * @return false when another leads by now
	 */
	Mono<Boolean> advance(UUID self, Duration lease, EventPosition position) {
		return at(this.system.query("""
				UPDATE journal_transport
				SET xid = CAST(:xid AS xid8), event_id = :eventId, updated_at = now(),
					held_until = now() + make_interval(secs => :lease)
				WHERE name = :name AND holder = :self AND held_until > now()
				"""), position).bind("name", this.name)
			.bind("self", self)
			.bind("lease", seconds(lease))
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Leaves the place to another instance at once.
	 */
	Mono<Void> resign(UUID self) {
		return this.system.query("""
				UPDATE journal_transport SET holder = NULL, held_until = now() WHERE name = :name AND holder = :self
				""").bind("name", this.name).bind("self", self).update().then();
	}

	private static Sql.Statement at(Sql.Statement statement, EventPosition position) {
		return statement.bind("xid", Long.toUnsignedString(position.xid())).bind("eventId", position.eventId());
	}

	private static EventPosition position(Readable row) {
		return new EventPosition(Long.parseUnsignedLong(Columns.text(row, "xid_text")),
				Columns.required(row, "event_id", UUID.class));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}
