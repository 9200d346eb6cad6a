package io.qnsp.core.projection;

import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * The table {@code projection_cursor}: how far each projection has come.
 */
final class ProjectionCursors {

	private final Sql sql;

	ProjectionCursors(Sql sql) {
		this.sql = sql;
	}

	Mono<Void> create(String name) {
		return at(this.sql.query("""
				INSERT INTO projection_cursor (name, xid, event_id)
				VALUES (:name, CAST(:xid AS xid8), :eventId)
				ON CONFLICT (name) DO NOTHING
				"""), EventPosition.START).bind("name", name).update().then();
	}

	Mono<EventPosition> read(String name) {
		return this.sql.query("SELECT xid::text, event_id FROM projection_cursor WHERE name = :name")
			.bind("name", name)
			.one((row) -> new EventPosition(Long.parseUnsignedLong(Objects.requireNonNull(row.get(0, String.class))),
					Objects.requireNonNull(row.get(1, UUID.class))))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("projection_cursor: no row of " + name)));
	}

	/**
	 * Takes the cursor for this transaction if it still stands at the position.
	 *
	 * <p>
	 * The transaction's commit does not wait for the disk: what a crash loses is the
	 * cursor and what it stands for together, and both come again from the journal.
	 * @param name the projection
	 * @param expected where the cursor was read to be
	 * @return true, or empty when another instance holds it or has moved it
	 */
	Mono<Boolean> lock(String name, EventPosition expected) {
		return at(this.sql.query("""
				SELECT set_config('synchronous_commit', 'off', true)
				FROM projection_cursor
				WHERE name = :name AND xid = CAST(:xid AS xid8) AND event_id = :eventId
				FOR UPDATE SKIP LOCKED
				"""), expected).bind("name", name).one((row) -> true);
	}

	/**
	 * Takes the cursor for this transaction, wherever it stands; waits for whoever holds
	 * it.
	 * @param name the projection
	 * @return true
	 */
	Mono<Boolean> lock(String name) {
		return this.sql.query("SELECT 1 FROM projection_cursor WHERE name = :name FOR UPDATE")
			.bind("name", name)
			.one((row) -> true)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("projection_cursor: no row of " + name)));
	}

	Mono<Void> move(String name, EventPosition position) {
		return at(this.sql.query("""
				UPDATE projection_cursor
				SET xid = CAST(:xid AS xid8), event_id = :eventId, updated_at = now()
				WHERE name = :name
				"""), position).bind("name", name)
			.update()
			.flatMap((moved) -> (moved == 1) ? Mono.<Void>empty()
					: Mono.error(new IllegalStateException("projection_cursor: no row of " + name)));
	}

	private static Sql.Statement at(Sql.Statement statement, EventPosition position) {
		return statement.bind("xid", Long.toUnsignedString(position.xid())).bind("eventId", position.eventId());
	}

}
