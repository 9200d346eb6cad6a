package io.qnsp.core.journal;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code audit_event}: writes rows with one statement and reads them back.
 * Nothing else knows its columns. Position and recording time are given by the database:
 * the application's roles cannot write them.
 */
final class EventTable {

	private static final Logger log = LoggerFactory.getLogger(EventTable.class);

	/** The columns of an entry, in the order {@link #entry} reads them. */
	static final String COLUMNS = """
			xid::text AS xid_text, event_id, event_type, service, severity, occurred_at, tenant_id, home_tenant_id, actor_type,
			actor_id, actor_ip, resource_type, resource_id, action, outcome, status_code, request_id, user_agent,
			application, source, billable_operation, units, detail::text""";

	private static final String INSERT = """
			INSERT INTO audit_event (event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity,
				actor_type, actor_id, actor_ip, resource_type, resource_id, action, outcome, status_code, request_id,
				user_agent, application, source, billable_operation, units, detail)
			SELECT event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity,
				actor_type, actor_id, actor_ip, resource_type, resource_id, action, outcome, status_code, request_id,
				user_agent, application, source, billable_operation, units, detail::jsonb
			FROM unnest(:eventId, :occurredAt, :tenantId, :homeTenantId, :eventType, :service, :severity,
				:actorType, :actorId, :actorIp, :resourceType, :resourceId, :action, :outcome, :statusCode, :requestId,
				:userAgent, :application, :source, :billableOperation, :units, :detail)
			AS event (event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity,
				actor_type, actor_id, actor_ip, resource_type, resource_id, action, outcome, status_code, request_id,
				user_agent, application, source, billable_operation, units, detail)
			""";

	// One row by itself, as in every state change: 22 arrays of one element are work for
	// the driver and for PostgreSQL that a row of values does not make.
	private static final String INSERT_ONE = """
			INSERT INTO audit_event (event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity,
				actor_type, actor_id, actor_ip, resource_type, resource_id, action, outcome, status_code, request_id,
				user_agent, application, source, billable_operation, units, detail)
			VALUES (:eventId, :occurredAt, :tenantId, :homeTenantId, :eventType, :service, :severity,
				:actorType, :actorId, :actorIp, :resourceType, :resourceId, :action, :outcome, :statusCode, :requestId,
				:userAgent, :application, :source, :billableOperation, :units, CAST(:detail AS jsonb))
			""";

	private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {
	};

	private final JsonMapper json;

	EventTable(JsonMapper json) {
		this.json = json;
	}

	EventRow row(AuditEvent event) {
		return EventRow.of(event, this.json);
	}

	/**
	 * Writes the rows with one statement.
	 * @param sql the access to use
	 * @param rows the rows, at least one
	 * @return completes when the statement has ended and, outside of a transaction, is
	 * committed
	 */
	Mono<Void> insert(Sql sql, List<EventRow> rows) {
		return ((rows.size() == 1) ? one(sql, rows.getFirst()) : many(sql, rows)).update()
			.flatMap((written) -> (written == rows.size()) ? Mono.<Void>empty() : Mono.error(new IllegalStateException(
					"audit_event: %d rows written (expected: %d)".formatted(written, rows.size()))));
	}

	private static Sql.Statement one(Sql sql, EventRow row) {
		return sql.query(INSERT_ONE)
			.bind("eventId", row.eventId())
			.bind("occurredAt", row.occurredAt())
			.bind("tenantId", row.tenantId())
			.bind("homeTenantId", row.homeTenantId())
			.bind("eventType", row.eventType())
			.bind("service", row.service())
			.bind("severity", row.severity())
			.bind("actorType", row.actorType())
			.bind("actorId", row.actorId())
			.bind("actorIp", row.actorIp(), String.class)
			.bind("resourceType", row.resourceType(), String.class)
			.bind("resourceId", row.resourceId(), String.class)
			.bind("action", row.action())
			.bind("outcome", row.outcome())
			.bind("statusCode", row.statusCode())
			.bind("requestId", row.requestId())
			.bind("userAgent", row.userAgent(), String.class)
			.bind("application", row.application(), String.class)
			.bind("source", row.source())
			.bind("billableOperation", row.billableOperation(), String.class)
			.bind("units", row.units(), Long.class)
			.bind("detail", row.detail());
	}

	private static Sql.Statement many(Sql sql, List<EventRow> rows) {
		return sql.query(INSERT)
			.bind("eventId", column(rows, UUID.class, EventRow::eventId))
			.bind("occurredAt", column(rows, Instant.class, EventRow::occurredAt))
			.bind("tenantId", column(rows, UUID.class, EventRow::tenantId))
			.bind("homeTenantId", column(rows, UUID.class, EventRow::homeTenantId))
			.bind("eventType", column(rows, String.class, EventRow::eventType))
			.bind("service", column(rows, String.class, EventRow::service))
			.bind("severity", column(rows, String.class, EventRow::severity))
			.bind("actorType", column(rows, String.class, EventRow::actorType))
			.bind("actorId", column(rows, String.class, EventRow::actorId))
			.bind("actorIp", column(rows, String.class, EventRow::actorIp))
			.bind("resourceType", column(rows, String.class, EventRow::resourceType))
			.bind("resourceId", column(rows, String.class, EventRow::resourceId))
			.bind("action", column(rows, String.class, EventRow::action))
			.bind("outcome", column(rows, String.class, EventRow::outcome))
			.bind("statusCode", column(rows, Integer.class, EventRow::statusCode))
			.bind("requestId", column(rows, String.class, EventRow::requestId))
			.bind("userAgent", column(rows, String.class, EventRow::userAgent))
			.bind("application", column(rows, String.class, EventRow::application))
			.bind("source", column(rows, String.class, EventRow::source))
			.bind("billableOperation", column(rows, String.class, EventRow::billableOperation))
			.bind("units", column(rows, Long.class, EventRow::units))
			.bind("detail", column(rows, String.class, EventRow::detail));
	}

	@SuppressWarnings("unchecked") // Array.newInstance(type) is a T[] by its contract
	private static <T> T[] column(List<EventRow> rows, Class<T> type, Function<EventRow, @Nullable T> value) {
		T[] column = (T[]) Array.newInstance(type, rows.size());
		for (int i = 0; i < column.length; i++) {
			Array.set(column, i, value.apply(rows.get(i)));
		}
		return column;
	}

	/**
	 * Reads a row of {@link #COLUMNS}.
	 * @param row the row
	 * @return the entry
	 */
	JournalEntry entry(Readable row) {
		AuditEvent event = new AuditEvent(required(row, 1, UUID.class), text(row, 2), text(row, 3),
				AuditEvent.Severity.valueOf(constant(row, 4)), required(row, 5, Instant.class),
				required(row, 6, UUID.class), actor(row), resource(row), text(row, 13),
				AuditEvent.Outcome.valueOf(constant(row, 14)), required(row, 15, Integer.class), context(row),
				usage(row), detail(row));
		return new JournalEntry(position(row), event);
	}

	/**
	 * Reads a row that starts with {@code xid::text, event_id}.
	 * @param row the row
	 * @return the position
	 */
	static EventPosition position(Readable row) {
		return new EventPosition(Long.parseUnsignedLong(text(row, 0)), required(row, 1, UUID.class));
	}

	private static AuditEvent.Actor actor(Readable row) {
		return new AuditEvent.Actor(ActorType.valueOf(constant(row, 8)), text(row, 9), row.get(10, String.class),
				required(row, 7, UUID.class));
	}

	private static AuditEvent.@Nullable Resource resource(Readable row) {
		String type = row.get(11, String.class);
		return (type != null) ? new AuditEvent.Resource(type, text(row, 12)) : null;
	}

	private static AuditEvent.Context context(Readable row) {
		return new AuditEvent.Context(text(row, 16), row.get(17, String.class), row.get(18, String.class),
				text(row, 19));
	}

	private static AuditEvent.@Nullable Usage usage(Readable row) {
		String operation = row.get(20, String.class);
		return (operation != null) ? new AuditEvent.Usage(operation, required(row, 21, Long.class)) : null;
	}

	private Map<String, Object> detail(Readable row) {
		String detail = text(row, 22);
		if (detail.equals("{}")) {
			return Map.of();
		}
		try {
			Map<String, Object> fields = this.json.readValue(detail, DETAIL);
			fields.values().removeIf(Objects::isNull);
			return fields;
		}
		catch (JacksonException ex) {
			// One event that can't be read must not keep everybody from all that follow.
			log.error("The detail of event {} cannot be read: {}", required(row, 1, UUID.class),
					ex.getOriginalMessage());
			return Map.of("unreadable", true);
		}
	}

	private static String constant(Readable row, int index) {
		return text(row, index).toUpperCase(Locale.ROOT);
	}

	private static String text(Readable row, int index) {
		return required(row, index, String.class);
	}

	private static <T> T required(Readable row, int index, Class<T> type) {
		return Objects.requireNonNull(row.get(index, type));
	}

}
