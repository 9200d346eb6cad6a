package io.qnsp.core.journal;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.integrity.json.DoubleText;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
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

	private static final List<Column<?>> WRITTEN = List.of(new Column<>("eventId", UUID.class, EventRow::eventId),
			new Column<>("occurredAt", Instant.class, EventRow::occurredAt),
			new Column<>("tenantId", UUID.class, EventRow::tenantId),
			new Column<>("homeTenantId", UUID.class, EventRow::homeTenantId),
			new Column<>("eventType", String.class, EventRow::eventType),
			new Column<>("service", String.class, EventRow::service),
			new Column<>("severity", String.class, EventRow::severity),
			new Column<>("actorType", String.class, EventRow::actorType),
			new Column<>("actorId", String.class, EventRow::actorId),
			new Column<>("actorIp", String.class, EventRow::actorIp),
			new Column<>("resourceType", String.class, EventRow::resourceType),
			new Column<>("resourceId", String.class, EventRow::resourceId),
			new Column<>("action", String.class, EventRow::action),
			new Column<>("outcome", String.class, EventRow::outcome),
			new Column<>("statusCode", Integer.class, EventRow::statusCode),
			new Column<>("requestId", String.class, EventRow::requestId),
			new Column<>("userAgent", String.class, EventRow::userAgent),
			new Column<>("application", String.class, EventRow::application),
			new Column<>("source", String.class, EventRow::source),
			new Column<>("billableOperation", String.class, EventRow::billableOperation),
			new Column<>("units", Long.class, EventRow::units), new Column<>("detail", String.class, EventRow::detail));

	private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {
	};

	private final JsonMapper json;

	private final ObjectReader details;

	EventTable(JsonMapper json) {
		this.json = json;
		this.details = json.readerFor(DETAIL).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
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
		Sql.Statement statement = sql.query(INSERT_ONE);
		for (Column<?> column : WRITTEN) {
			statement = statement.bind(column.parameter(), column.value().apply(row), column.type());
		}
		return statement;
	}

	private static Sql.Statement many(Sql sql, List<EventRow> rows) {
		Sql.Statement statement = sql.query(INSERT);
		for (Column<?> column : WRITTEN) {
			statement = statement.bind(column.parameter(), column.values(rows));
		}
		return statement;
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
			Map<String, Object> fields = this.details.readValue(detail);
			fields.values().removeIf(Objects::isNull);
			fields.replaceAll((name, value) -> alikeForAll(value));
			return fields;
		}
		catch (JacksonException ex) {
			// One event that can't be read must not keep everybody from all that follow.
			log.error("The detail of event {} cannot be read: {}", required(row, 1, UUID.class),
					ex.getOriginalMessage());
			return Map.of("unreadable", true);
		}
	}

	// A number that readers of JSON would round is given as text, here and so in every
	// list, stream, export and leaf.
	private static @Nullable Object alikeForAll(@Nullable Object value) {
		return switch (value) {
			case Number number -> doubleOrText(DoubleText.numberOrText(number));
			case Map<?, ?> fields -> {
				Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
				fields.forEach((name, inner) -> changed.put(name, alikeForAll(inner)));
				yield changed;
			}
			case List<?> items -> {
				List<@Nullable Object> changed = new ArrayList<>(items.size());
				items.forEach((item) -> changed.add(alikeForAll(item)));
				yield changed;
			}
			case null, default -> value;
		};
	}

	// Decimals are read exactly to find those that would be rounded; the others are the
	// doubles that they were when they were written.
	private static Object doubleOrText(Object number) {
		return (number instanceof BigDecimal exact) ? (Object) exact.doubleValue() : number;
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

	/**
	 * A column that is written, as one value or as an array.
	 */
	private record Column<T>(String parameter, Class<T> type, Function<EventRow, @Nullable T> value) {

		@SuppressWarnings("unchecked") // Array.newInstance(type) is a T[] by its contract
		T[] values(List<EventRow> rows) {
			T[] values = (T[]) Array.newInstance(this.type, rows.size());
			for (int i = 0; i < values.length; i++) {
				Array.set(values, i, this.value.apply(rows.get(i)));
			}
			return values;
		}

	}

}
