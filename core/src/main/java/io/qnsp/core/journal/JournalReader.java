package io.qnsp.core.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reading side of the journal. Whoever follows it reads strictly below the oldest
 * transaction that still runs: what is read is complete, nothing can appear before it any
 * more, and so a position is all that a follower has to remember.
 */
public final class JournalReader {

	private static final EventPosition NOTHING_SETTLED = EventPosition.START;

	private final Sql system;

	private final Sql tenant;

	private final EventTable table;

	/**
	 * Creates the reader.
	 * @param system access across tenants
	 * @param tenant access as the caller's tenant
	 * @param json reads the detail
	 */
	public JournalReader(Sql system, Sql tenant, JsonMapper json) {
		this.system = system;
		this.tenant = tenant;
		this.table = new EventTable(json);
	}

	/**
	 * The next events of every tenant.
	 * @param position where the follower stands
	 * @param limit how many at most
	 * @return the events after the position in commit order, empty when there are none
	 * yet
	 */
	public Mono<List<JournalEntry>> after(EventPosition position, int limit) {
		return at(this.system.query("SELECT " + EventTable.COLUMNS + """

				FROM audit_event
				WHERE (xid, event_id) > (CAST(:xid AS xid8), :eventId)
					AND xid < pg_snapshot_xmin(pg_current_snapshot())
				ORDER BY audit_event.xid, audit_event.event_id
				LIMIT :limit
				"""), position).bind("limit", limit).all(this.table::entry).collectList();
	}

	/**
	 * The next events of one tenant, read as that tenant.
	 * @param tenantId the tenant, which must be the caller's
	 * @param position where the follower stands
	 * @param limit how many at most
	 * @return the events after the position in commit order, empty when there are none
	 * yet
	 */
	public Mono<List<JournalEntry>> ofTenantAfter(UUID tenantId, EventPosition position, int limit) {
		return at(this.tenant.query("SELECT " + EventTable.COLUMNS + """

				FROM audit_event
				WHERE tenant_id = :tenantId
					AND (xid, event_id) > (CAST(:xid AS xid8), :eventId)
					AND xid < pg_snapshot_xmin(pg_current_snapshot())
				ORDER BY audit_event.xid, audit_event.event_id
				LIMIT :limit
				"""), position).bind("tenantId", tenantId).bind("limit", limit).all(this.table::entry).collectList();
	}

	/**
	 * A page of one tenant's events, newest first, read as that tenant. It shows every
	 * committed event, also those that followers have to wait for.
	 * @param tenantId the tenant, which must be the caller's
	 * @param filter which events
	 * @param before the last position of the previous page, or {@code null} for the first
	 * @param limit how many at most
	 * @return the events, empty after the last page
	 */
	public Mono<List<JournalEntry>> page(UUID tenantId, JournalFilter filter, @Nullable EventPosition before,
			int limit) {
		return JournalPage.before(tenantId, filter, before, limit)
			.statement(this.tenant)
			.all(this.table::entry)
			.collectList();
	}

	/**
	 * One of a tenant's events, read as that tenant.
	 * @param tenantId the tenant, which must be the caller's
	 * @param eventId the event's id
	 * @return the event, or empty when the tenant has none of that id
	 */
	public Mono<JournalEntry> find(UUID tenantId, UUID eventId) {
		Instant made = EventTimes.of(eventId);
		if (made == null) {
			return Mono.empty();
		}
		// The times leave the months out in which it can't have been recorded.
		return this.tenant.query("SELECT " + EventTable.COLUMNS + """

				FROM audit_event
				WHERE tenant_id = :tenantId AND event_id = :eventId
					AND recorded_at >= :recordedSince AND recorded_at < :recordedUntil
				""")
			.bind("tenantId", tenantId)
			.bind("eventId", eventId)
			.bind("recordedSince", made.minus(JournalPage.RECORDED_BEFORE))
			.bind("recordedUntil", made.plus(JournalPage.RECORDED_AFTER))
			.one(this.table::entry);
	}

	/**
	 * Where a follower of one tenant starts who wants what happened since a time.
	 * @param tenantId the tenant, which must be the caller's
	 * @param since the time
	 * @return a position before everything of the tenant's that happened then or later,
	 * and not many hours before; {@link EventPosition#START} when nothing was earlier
	 */
	public Mono<EventPosition> beforeAllSince(UUID tenantId, Instant since) {
		Instant bound = since.minus(JournalPage.RECORDED_BEFORE.multipliedBy(2));
		return this.tenant.query("""
				SELECT xid::text AS xid_text, event_id
				FROM audit_event
				WHERE tenant_id = :tenantId AND event_id < :firstId AND recorded_at < :bound
				ORDER BY audit_event.event_id DESC
				LIMIT 1
				""")
			.bind("tenantId", tenantId)
			.bind("firstId", EventTimes.firstId(bound))
			.bind("bound", bound)
			.one(EventTable::position)
			.defaultIfEmpty(EventPosition.START);
	}

	/**
	 * The place of the first settled event of a tenant that happened at a time or later.
	 * @param tenantId the tenant, which must be the caller's
	 * @param since the time
	 * @return its position, or empty when there is none yet
	 */
	public Mono<EventPosition> firstSince(UUID tenantId, Instant since) {
		JournalFilter filter = new JournalFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null, null, null, since,
				null);
		return beforeAllSince(tenantId, since).zipWith(end())
			.flatMap((range) -> JournalPage.within(tenantId, filter, range.getT1(), range.getT2(), 1)
				.statement(this.tenant)
				.one(this.table::entry))
			.map(JournalEntry::position);
	}

	/**
	 * How far a follower of one tenant may go in one step, without reading the events.
	 * @param tenantId the tenant, which must be the caller's
	 * @param position where the follower stands
	 * @param end where it stops, at the latest {@link #end}
	 * @param until when what is looked for had happened, or {@code null} for any time
	 * @param limit how many events at most
	 * @return the window, or empty when there is nothing more
	 */
	public Mono<JournalWindow> ofTenantWindow(UUID tenantId, EventPosition position, EventPosition end,
			@Nullable Instant until, int limit) {
		return at(this.tenant.query("""
				SELECT xid::text AS xid_text, event_id, size
				FROM (
					SELECT xid, event_id, row_number() OVER (ORDER BY xid, event_id) AS size
					FROM audit_event
					WHERE tenant_id = :tenantId
						AND (xid, event_id) > (CAST(:xid AS xid8), :eventId)
						AND (xid, event_id) <= (CAST(:endXid AS xid8), :endEventId)
						AND (CAST(:recordedUntil AS timestamptz) IS NULL OR recorded_at < :recordedUntil)
					ORDER BY xid, event_id
					LIMIT :limit
				) AS settled
				ORDER BY size DESC
				LIMIT 1
				"""), position).bind("tenantId", tenantId)
			.bind("endXid", Long.toUnsignedString(end.xid()))
			.bind("endEventId", end.eventId())
			.bind("recordedUntil", (until != null) ? until.plus(JournalPage.RECORDED_AFTER) : null, Instant.class)
			.bind("limit", limit)
			.one((row) -> new JournalWindow(position, EventTable.position(row),
					Objects.requireNonNull(row.get(2, Long.class))));
	}

	/**
	 * The events of a window that pass a filter, read as the tenant.
	 * @param tenantId the tenant, which must be the caller's
	 * @param window what {@link #ofTenantWindow} gave
	 * @param filter which events
	 * @param limit how many at most
	 * @return the first of them in commit order
	 */
	public Mono<List<JournalEntry>> ofTenantWithin(UUID tenantId, JournalWindow window, JournalFilter filter,
			int limit) {
		return JournalPage.within(tenantId, filter, window.after(), window.end(), limit)
			.statement(this.tenant)
			.all(this.table::entry)
			.collectList();
	}

	/**
	 * Whether this database can have given out a position: one ahead of every transaction
	 * comes from another database.
	 * @param position a position from a caller
	 * @return true when it lies before the end of the journal
	 */
	public Mono<Boolean> knows(EventPosition position) {
		return this.system.query("SELECT CAST(:xid AS xid8) < pg_snapshot_xmax(pg_current_snapshot()) AS known")
			.bind("xid", Long.toUnsignedString(position.xid()))
			.one((row) -> Objects.requireNonNull(row.get("known", Boolean.class)));
	}

	/**
	 * Where a follower starts that wants only what comes from now on. Every event that is
	 * settled now lies before it, every other one after it.
	 * @return the position
	 */
	public Mono<EventPosition> end() {
		return this.system.query("""
				SELECT pg_snapshot_xmin(pg_current_snapshot())::text, :none
				""").bind("none", NOTHING_SETTLED.eventId()).one(EventTable::position);
	}

	/**
	 * How far a follower may go in one step, without reading the events.
	 * @param position where the follower stands
	 * @param limit how many events at most
	 * @return the window, or empty when there is nothing to read yet
	 */
	public Mono<JournalWindow> window(EventPosition position, int limit) {
		return at(this.system.query("""
				SELECT xid::text AS xid_text, event_id, size
				FROM (
					SELECT xid, event_id, row_number() OVER (ORDER BY xid, event_id) AS size
					FROM audit_event
					WHERE (xid, event_id) > (CAST(:xid AS xid8), :eventId)
						AND xid < pg_snapshot_xmin(pg_current_snapshot())
					ORDER BY xid, event_id
					LIMIT :limit
				) AS settled
				ORDER BY size DESC
				LIMIT 1
				"""), position).bind("limit", limit)
			.one((row) -> new JournalWindow(position, EventTable.position(row),
					Objects.requireNonNull(row.get(2, Long.class))));
	}

	/**
	 * The events of a window, of every tenant.
	 * @param window what {@link #window} gave
	 * @param eventTypes exact event types; empty means all
	 * @return the events in commit order
	 */
	public Mono<List<JournalEntry>> within(JournalWindow window, Set<String> eventTypes) {
		return at(this.system.query("SELECT " + EventTable.COLUMNS + """

				FROM audit_event
				WHERE (xid, event_id) > (CAST(:xid AS xid8), :eventId)
					AND (xid, event_id) <= (CAST(:endXid AS xid8), :endEventId)
					AND (cardinality(:eventTypes) = 0 OR event_type = ANY(:eventTypes))
				ORDER BY audit_event.xid, audit_event.event_id
				"""), window.after()).bind("endXid", Long.toUnsignedString(window.end().xid()))
			.bind("endEventId", window.end().eventId())
			.bindTexts("eventTypes", eventTypes)
			.all(this.table::entry)
			.collectList();
	}

	/**
	 * How long the oldest event that a follower has not read waits, including events that
	 * wait for an older transaction to end.
	 * @param position where the follower stands
	 * @return the time since it was recorded, by the database's clock; zero when there is
	 * none
	 */
	public Mono<Duration> lagAfter(EventPosition position) {
		return at(this.system.query("""
				SELECT CAST(extract(epoch FROM clock_timestamp() - recorded_at) * 1000 AS bigint)
				FROM audit_event
				WHERE (xid, event_id) > (CAST(:xid AS xid8), :eventId)
				ORDER BY xid, event_id
				LIMIT 1
				"""), position).one((row) -> Duration.ofMillis(Objects.requireNonNull(row.get(0, Long.class))))
			.defaultIfEmpty(Duration.ZERO);
	}

	private static Sql.Statement at(Sql.Statement statement, EventPosition position) {
		return statement.bind("xid", Long.toUnsignedString(position.xid())).bind("eventId", position.eventId());
	}

}
