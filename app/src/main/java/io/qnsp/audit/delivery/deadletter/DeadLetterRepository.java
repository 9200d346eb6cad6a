package io.qnsp.audit.delivery.deadletter;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_dead_letter}, and the place of {@code audit_delivery} that a
 * tenant sets back; both as the tenant.
 */
@Repository
final class DeadLetterRepository {

	private final Sql sql;

	DeadLetterRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * A dead letter with its event's place in the journal.
	 */
	record Buried(DeadLetter letter, EventPosition position) {

		UUID eventId() {
			return this.letter.eventId();
		}

	}

	/**
	 * The dead letters of a subscription, newest first, one more than the page holds.
	 */
	Mono<List<DeadLetter>> list(UUID tenantId, UUID subscriptionId, PageRequest page) {
		return this.sql.query("""
				SELECT event_id, event_type, occurred_at, reason, failed_at
				FROM audit_dead_letter
				WHERE tenant_id = :tenant AND subscription_id = :id AND (failed_at, event_id) < (:at, :event)
				ORDER BY failed_at DESC, event_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.bind("at", page.start().at())
			.bind("event", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(DeadLetterRepository::deadLetter)
			.collectList();
	}

	/**
	 * The dead letters that were given up first.
	 */
	Mono<List<Buried>> oldest(UUID tenantId, UUID subscriptionId, int limit) {
		return this.sql.query("""
				SELECT event_id, event_type, occurred_at, reason, failed_at, xid::text AS xid_text
				FROM audit_dead_letter
				WHERE tenant_id = :tenant AND subscription_id = :id
				ORDER BY failed_at, event_id
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.bind("limit", limit)
			.all((row) -> new Buried(deadLetter(row), position(row)))
			.collectList();
	}

	/**
	 * Some dead letters, the first given up first.
	 */
	Mono<List<Buried>> find(UUID tenantId, UUID subscriptionId, Collection<UUID> eventIds) {
		return this.sql.query("""
				SELECT event_id, event_type, occurred_at, reason, failed_at, xid::text AS xid_text
				FROM audit_dead_letter
				WHERE tenant_id = :tenant AND subscription_id = :id AND event_id = ANY (:events)
				ORDER BY failed_at, event_id
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.bind("events", eventIds.toArray(UUID[]::new))
			.all((row) -> new Buried(deadLetter(row), position(row)))
			.collectList();
	}

	/**
	 * Removes dead letters.
	 */
	Mono<Void> delete(UUID tenantId, UUID subscriptionId, Collection<UUID> eventIds) {
		return this.sql.query("""
				DELETE FROM audit_dead_letter
				WHERE tenant_id = :tenant AND subscription_id = :id AND event_id = ANY (:events)
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.bind("events", eventIds.toArray(UUID[]::new))
			.update()
			.then();
	}

	/**
	 * How many dead letters a subscription has.
	 */
	Mono<Long> count(UUID tenantId, UUID subscriptionId) {
		return this.sql.query("""
				SELECT count(*) AS letters FROM audit_dead_letter
				WHERE tenant_id = :tenant AND subscription_id = :id
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.one((row) -> Columns.required(row, "letters", Long.class));
	}

	/**
	 * Sets a subscription back, takes it from whoever delivers it, and makes it due.
	 * @return true when it stood behind the place, false when it had not come that far
	 */
	Mono<Boolean> setBack(UUID tenantId, UUID subscriptionId, EventPosition position) {
		return this.sql.query("""
				UPDATE audit_delivery
				SET xid = CAST(:xid AS xid8), event_id = :event, lease_epoch = lease_epoch + 1, lease_holder = NULL,
					lease_until = NULL, attempts = 0, rejections = 0, failing_since = NULL, due_at = now()
				WHERE tenant_id = :tenant AND subscription_id = :id
					AND (xid, event_id) > (CAST(:xid AS xid8), :event)
				""")
			.bind("xid", Long.toUnsignedString(position.xid()))
			.bind("event", position.eventId())
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.update()
			.map((rows) -> rows == 1);
	}

	private static EventPosition position(Readable row) {
		return new EventPosition(Long.parseUnsignedLong(Columns.text(row, "xid_text")),
				Columns.required(row, "event_id", UUID.class));
	}

	private static DeadLetter deadLetter(Readable row) {
		return new DeadLetter(Columns.required(row, "event_id", UUID.class), Columns.text(row, "event_type"),
				Columns.required(row, "occurred_at", Instant.class), Columns.text(row, "reason"),
				Columns.required(row, "failed_at", Instant.class));
	}

}
