package io.qnsp.audit.retention.cleanup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.DueEvent;
import io.qnsp.audit.retention.LegalMinimums;
import io.qnsp.audit.retention.RetentionProperties;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Asks the database's function {@code audit_due} what may be deleted, and has it deleted.
 * A look goes over a bounded stretch of the tenant's journal.
 */
@Repository
public final class DueRepository {

	/** How many events one transaction deletes at most. */
	static final int AT_ONCE = 1_000;

	// The stretch of events after the cursor that are old enough at all, then those of
	// it that are due.
	private static final String STRETCH = """
			FROM (
				SELECT seen.xid, seen.event_id, seen.number
				FROM (
					SELECT e.xid, e.event_id, row_number() OVER (ORDER BY e.xid, e.event_id) AS number
					FROM audit_event e
					WHERE e.tenant_id = :tenant AND (e.xid, e.event_id) > (CAST(:xid AS xid8), :event)
						AND e.recorded_at < :old
					ORDER BY e.xid, e.event_id
					LIMIT :scan
				) AS seen
				ORDER BY seen.number DESC
				LIMIT 1
			) AS stretch
			LEFT JOIN LATERAL audit_due(:tenant, :policy, :day, :names, :days, :projections, CAST(:xid AS xid8), :event,
				stretch.xid, stretch.event_id, '-infinity', 'infinity') AS due ON true
			""";

	private final Sql sql;

	private final LegalMinimums minimums;

	private final List<String> projections;

	private final int scan;

	DueRepository(Sql sql, LegalMinimums minimums, List<Projection> projections, RetentionProperties properties) {
		this.sql = sql;
		this.minimums = minimums;
		this.projections = projections.stream().map(Projection::name).sorted().toList();
		this.scan = properties.scan();
	}

	/**
	 * Binds what decides what is due beside the question.
	 * @param statement a statement with {@code :names}, {@code :days} and
	 * {@code :projections}
	 * @return the statement with them
	 */
	public Sql.Statement bindRules(Sql.Statement statement) {
		return this.minimums.bind(statement).bindTexts("projections", this.projections);
	}

	/**
	 * Counts what is due in the next stretch.
	 * @return the count, or empty after the last stretch
	 */
	Mono<Counted> count(Question question, EventPosition after) {
		return stretch(question, after, """
				SELECT stretch.xid::text AS xid_text, stretch.event_id, count(due.xid) AS events,
					count(due.destination) AS archived, coalesce(sum(due.bytes), 0)::bigint AS bytes,
					min(due.recorded_at) AS oldest, max(due.recorded_at) AS newest
				""" + STRETCH + " GROUP BY stretch.xid, stretch.event_id").one((row) -> {
			long events = Columns.required(row, "events", Long.class);
			return new Counted(new Totals(events, events, Columns.required(row, "archived", Long.class),
					Columns.required(row, "bytes", Long.class), row.get("oldest", Instant.class),
					row.get("newest", Instant.class)), position(row, "xid_text", "event_id"));
		});
	}

	/**
	 * Finds what is due in the next stretch.
	 * @return the events, or empty after the last stretch
	 */
	Mono<Found> find(Question question, EventPosition after) {
		return stretch(question, after, """
				SELECT stretch.xid::text AS xid_text, stretch.event_id, due.xid::text AS due_xid,
					due.event_id AS due_event_id, due.recorded_at, due.destination
				""" + STRETCH + " ORDER BY due.xid, due.event_id").all(Row::of)
			.collectList()
			.filter((rows) -> !rows.isEmpty())
			.map((rows) -> {
				List<DueEvent> due = new ArrayList<>();
				rows.forEach((row) -> {
					if (row.due() != null) {
						due.add(row.due());
					}
				});
				return new Found(due, rows.getFirst().end());
			});
	}

	private Sql.Statement stretch(Question question, EventPosition after, String text) {
		Instant old = question.day()
			.minusDays(RetentionProperties.LEAST_DAYS - 1L)
			.atStartOfDay(ZoneOffset.UTC)
			.toInstant();
		return bind(this.sql.query(text), question).bind("xid", Long.toUnsignedString(after.xid()))
			.bind("event", after.eventId())
			.bind("tenant", question.tenantId())
			.bind("old", old)
			.bind("scan", this.scan);
	}

	private Sql.Statement bind(Sql.Statement statement, Question question) {
		return bindRules(statement).bind("policy", question.policyId(), UUID.class).bind("day", question.day());
	}

	/**
	 * What of a month is due, read as the tenant.
	 * @param tenantId the tenant
	 * @param day counted to the start of this day, UTC
	 * @param month the first day of the month
	 * @return the events, in the journal's order, read {@value #AT_ONCE} at a time
	 */
	public Flux<DueEvent> of(UUID tenantId, LocalDate day, LocalDate month) {
		return of(tenantId, day, month, EventPosition.START).expand((events) -> (events.size() < AT_ONCE) ? Mono.empty()
				: of(tenantId, day, month, events.getLast().position()))
			.concatMapIterable((events) -> events);
	}

	private Mono<List<DueEvent>> of(UUID tenantId, LocalDate day, LocalDate month, EventPosition after) {
		return bind(this.sql.query("""
				SELECT due.xid::text AS due_xid, due.event_id AS due_event_id, due.recorded_at, due.destination
				FROM audit_due(:tenant, :policy, :day, :names, :days, :projections, CAST(:xid AS xid8), :event,
					'18446744073709551615', 'ffffffff-ffff-ffff-ffff-ffffffffffff', :from, :before) AS due
				ORDER BY due.xid, due.event_id
				LIMIT :most
				"""), new Question(tenantId, null, day)).bind("tenant", tenantId)
			.bind("xid", Long.toUnsignedString(after.xid()))
			.bind("event", after.eventId())
			.bind("most", AT_ONCE)
			.bind("from", month.atStartOfDay(ZoneOffset.UTC).toInstant())
			.bind("before", month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant())
			.all(DueRepository::due)
			.collectList();
	}

	/**
	 * Deletes those of the events that are still due, in the surrounding transaction.
	 * @param events at most {@value #AT_ONCE}
	 * @param archived whether they are in an archive
	 * @return what was deleted
	 */
	Mono<Deleted> delete(Question question, List<DueEvent> events, boolean archived) {
		return bind(this.sql.query("""
				SELECT gone.events, gone.bytes, gone.archived, gone.oldest, gone.newest, gone.xids, gone.event_ids
				FROM delete_audit_events(:policy, :day, :names, :days, :projections, CAST(:xids AS xid8[]), :events,
					:archived) AS gone
				"""), question)
			.bindTexts("xids", events.stream().map((event) -> Long.toUnsignedString(event.position().xid())).toList())
			.bind("events", events.stream().map((event) -> event.position().eventId()).toArray(UUID[]::new))
			.bind("archived", archived)
			.one((row) -> new Deleted(new Totals(events.size(), Columns.required(row, "events", Long.class),
					Columns.required(row, "archived", Long.class), Columns.required(row, "bytes", Long.class),
					row.get("oldest", Instant.class), row.get("newest", Instant.class)), positions(row)));
	}

	private static List<EventPosition> positions(Readable row) {
		List<String> xids = Columns.texts(row, "xids");
		UUID[] events = Columns.required(row, "event_ids", UUID[].class);
		List<EventPosition> positions = new ArrayList<>(events.length);
		for (int i = 0; i < events.length; i++) {
			positions.add(new EventPosition(Long.parseUnsignedLong(xids.get(i)), events[i]));
		}
		return positions;
	}

	private static DueEvent due(Readable row) {
		return new DueEvent(position(row, "due_xid", "due_event_id"),
				Columns.required(row, "recorded_at", Instant.class), row.get("destination", String.class));
	}

	private static EventPosition position(Readable row, String xid, String event) {
		return new EventPosition(Long.parseUnsignedLong(Columns.text(row, xid)),
				Columns.required(row, event, UUID.class));
	}

	/**
	 * What is due in a stretch.
	 *
	 * @param totals how much
	 * @param end the stretch's last event
	 */
	record Counted(Totals totals, EventPosition end) {

	}

	/**
	 * What is due in a stretch.
	 *
	 * @param due the events
	 * @param end the stretch's last event
	 */
	record Found(List<DueEvent> due, EventPosition end) {

	}

	/**
	 * What was deleted.
	 *
	 * @param totals how much
	 * @param positions where the events stood
	 */
	record Deleted(Totals totals, List<EventPosition> positions) {

	}

	private record Row(EventPosition end, @Nullable DueEvent due) {

		static Row of(Readable row) {
			return new Row(position(row, "xid_text", "event_id"),
					(row.get("due_xid", String.class) != null) ? DueRepository.due(row) : null);
		}

	}

}
