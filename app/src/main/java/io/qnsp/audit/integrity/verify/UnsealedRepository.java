package io.qnsp.audit.integrity.verify;

import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Counts events that are not sealed.
 */
@Repository
final class UnsealedRepository {

	private static final int MOST = 100_000;

	private final Sql sql;

	UnsealedRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * How many events of a tenant come after a position, up to 100,000.
	 */
	Mono<Long> countAfter(UUID tenantId, EventPosition position) {
		return this.sql.query("""
				SELECT count(*) AS events FROM (
					SELECT 1 FROM audit_event
					WHERE tenant_id = :tenant AND (xid, event_id) > (CAST(:xid AS xid8), :event)
					LIMIT :most
				) AS unsealed
				""")
			.bind("tenant", tenantId)
			.bind("xid", Long.toUnsignedString(position.xid()))
			.bind("event", position.eventId())
			.bind("most", MOST)
			.one((row) -> Columns.required(row, "events", Long.class));
	}

}
