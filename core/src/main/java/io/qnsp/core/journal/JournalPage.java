package io.qnsp.core.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;

/**
 * A query for a tenant's events, put together from constant conditions so that PostgreSQL
 * plans what is asked and nothing else; every value is bound. Either a page, newest
 * first, or a part of a window, oldest first.
 *
 * <p>
 * Times restrict the time of recording too, loosely, so that only the months in question
 * are read.
 */
final class JournalPage {

	private static final String NEWEST_FIRST = " ORDER BY audit_event.xid DESC, audit_event.event_id DESC LIMIT :limit";

	private static final String OLDEST_FIRST = " ORDER BY audit_event.xid, audit_event.event_id LIMIT :limit";

	// The transaction may have begun before its event, and clocks may differ.
	static final Duration RECORDED_BEFORE = Duration.ofHours(1);

	// Events that are gathered before they are appended are recorded later: those of
	// other
	// systems by up to a week.
	static final Duration RECORDED_AFTER = Journal.OLDEST_EVENT.plusDays(1);

	private final String order;

	private final StringBuilder conditions = new StringBuilder();

	private final List<UnaryOperator<Sql.Statement>> bindings = new ArrayList<>();

	private JournalPage(UUID tenantId, JournalFilter filter, String order, int limit) {
		this.order = order;
		add("tenant_id = :tenantId", "tenantId", tenantId);
		bind("limit", limit);
		addAny("service = ANY(:services)", "services", filter.services());
		addAny("severity = ANY(:severities)", "severities",
				filter.severities().stream().map(AuditEvent.Severity::wireName).toList());
		addAny("outcome = ANY(:outcomes)", "outcomes",
				filter.outcomes().stream().map(AuditEvent.Outcome::wireName).toList());
		addEventTypes(filter.eventTypes());
		addText("actor_id = :actorId", "actorId", filter.actorId());
		addText("resource_type = :resourceType", "resourceType", filter.resourceType());
		addText("resource_id = :resourceId", "resourceId", filter.resourceId());
		addText("request_id = :requestId", "requestId", filter.requestId());
		addTimes(filter.since(), filter.until());
	}

	static JournalPage before(UUID tenantId, JournalFilter filter, @Nullable EventPosition before, int limit) {
		JournalPage page = new JournalPage(tenantId, filter, NEWEST_FIRST, limit);
		if (before != null) {
			page.add("(xid, event_id) < (CAST(:xid AS xid8), :eventId)", "xid", Long.toUnsignedString(before.xid()));
			page.bind("eventId", before.eventId());
		}
		return page;
	}

	static JournalPage within(UUID tenantId, JournalFilter filter, EventPosition after, EventPosition end, int limit) {
		JournalPage page = new JournalPage(tenantId, filter, OLDEST_FIRST, limit);
		page.add("(xid, event_id) > (CAST(:xid AS xid8), :eventId)", "xid", Long.toUnsignedString(after.xid()));
		page.bind("eventId", after.eventId());
		page.add("(xid, event_id) <= (CAST(:endXid AS xid8), :endEventId)", "endXid", Long.toUnsignedString(end.xid()));
		page.bind("endEventId", end.eventId());
		return page;
	}

	Sql.Statement statement(Sql sql) {
		Sql.Statement statement = sql
			.query("SELECT " + EventTable.COLUMNS + " FROM audit_event" + this.conditions + this.order);
		for (UnaryOperator<Sql.Statement> binding : this.bindings) {
			statement = binding.apply(statement);
		}
		return statement;
	}

	private void addEventTypes(Set<String> eventTypes) {
		if (eventTypes.isEmpty()) {
			return;
		}
		List<String> exact = new ArrayList<>();
		List<String> from = new ArrayList<>();
		List<String> to = new ArrayList<>();
		for (String eventType : eventTypes) {
			if (eventType.charAt(eventType.length() - 1) != JournalFilter.WILDCARD) {
				exact.add(SafeText.text(eventType, EventRow.NAME));
				continue;
			}
			String prefix = SafeText.text(eventType.substring(0, eventType.length() - 1), EventRow.NAME);
			from.add(prefix);
			to.add(prefix + Character.toString(Character.MAX_CODE_POINT));
		}
		// Ranges of the column's C collation: a prefix, with comparisons that row-level
		// security lets an index use.
		add("""
				(event_type = ANY(:exact) OR EXISTS (
					SELECT 1 FROM unnest(:from, :to) AS prefix (low, high)
					WHERE event_type >= low AND event_type < high))""", "exact", exact.toArray(String[]::new));
		bind("from", from.toArray(String[]::new));
		bind("to", to.toArray(String[]::new));
	}

	private void addTimes(@Nullable Instant since, @Nullable Instant until) {
		if (since != null) {
			add("occurred_at >= :since AND recorded_at >= :recordedSince", "since", since);
			bind("recordedSince", since.minus(RECORDED_BEFORE));
		}
		if (until != null) {
			add("occurred_at < :until AND recorded_at < :recordedUntil", "until", until);
			bind("recordedUntil", until.plus(RECORDED_AFTER));
		}
	}

	private void addAny(String condition, String name, Collection<String> values) {
		if (!values.isEmpty()) {
			add(condition, name,
					values.stream().map((value) -> SafeText.text(value, EventRow.NAME)).toArray(String[]::new));
		}
	}

	private void addText(String condition, String name, @Nullable String value) {
		if (value != null) {
			add(condition, name, SafeText.text(value, EventRow.ID));
		}
	}

	private void add(String condition, String name, Object value) {
		this.conditions.append(this.conditions.isEmpty() ? " WHERE " : " AND ").append(condition);
		bind(name, value);
	}

	private void bind(String name, Object value) {
		this.bindings.add((statement) -> statement.bind(name, value));
	}

}
