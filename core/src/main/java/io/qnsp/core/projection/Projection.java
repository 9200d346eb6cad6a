package io.qnsp.core.projection;

import java.util.List;
import java.util.Set;

import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * Something derived from the journal, kept in tables of its own.
 */
public interface Projection {

	/**
	 * The name its cursor is stored under; stable, 1..64 characters.
	 * @return such as {@code usage-meters}
	 */
	String name();

	/**
	 * Which events it reads.
	 * @return exact event types; empty means all
	 */
	Set<String> eventTypes();

	/**
	 * Adds the events to what was derived before. Runs in one transaction with the
	 * cursor, across tenants; an error rolls both back and the same events come again.
	 * Writes by few statements of many rows: while the transaction is open, every tail of
	 * the journal waits for it.
	 * @param entries the next events of its types, never empty, in commit order
	 * @param sql the access to use
	 * @return completes when all is written
	 */
	Mono<Void> apply(List<JournalEntry> entries, Sql sql);

	/**
	 * Forgets everything derived, before a rebuild. Runs in one transaction with the
	 * reset of the cursor.
	 * @param sql the access to use
	 * @return completes when the projection's tables are empty
	 */
	Mono<Void> clear(Sql sql);

}
