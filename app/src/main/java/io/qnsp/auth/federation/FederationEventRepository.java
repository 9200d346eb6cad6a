package io.qnsp.auth.federation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The table {@code federation_event}.
 */
@Component
final class FederationEventRepository {

	private static final String COLUMNS = """
			SELECT event_id, event_type, provider, user_id, outcome, metadata::text AS metadata, recorded_at
			""";

	private static final String MATCHING = """
			FROM federation_event
			WHERE tenant_id = :tenant AND recorded_at >= :start AND recorded_at < :end
			AND (:types::text[] IS NULL OR event_type = ANY (:types))
			AND (:providers::text[] IS NULL OR provider = ANY (:providers))
			""";

	// A condition of its own, so that a prepared plan can still choose the users' index.
	private static final String OF_USERS = "AND user_id = ANY (:users)\n";

	private static final String PAGE = """
			AND (recorded_at, event_id) < (:at, :id)
			ORDER BY recorded_at DESC, event_id DESC
			LIMIT :limit
			""";

	static final String PAGE_OF_ALL = COLUMNS + MATCHING + PAGE;

	static final String PAGE_OF_USERS = COLUMNS + MATCHING + OF_USERS + PAGE;

	static final String COUNT_ALL = "SELECT count(*) AS total FROM (SELECT 1 " + MATCHING + "LIMIT :limit) AS matching";

	static final String COUNT_USERS = "SELECT count(*) AS total FROM (SELECT 1 " + MATCHING + OF_USERS
			+ "LIMIT :limit) AS matching";

	private final Sql sql;

	private final JsonMapper json;

	FederationEventRepository(Sql sql, JsonMapper json) {
		this.sql = sql;
		this.json = json;
	}

	Mono<Void> insert(UUID tenantId, RecordedEvent recorded, RecordEventRequest event, EventMetadata metadata) {
		return this.sql.query("""
				INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata,
					recorded_at)
				VALUES (:tenant, :id, :type, :provider, :user, :outcome, CAST(:metadata AS jsonb), :at)
				""")
			.bind("tenant", tenantId)
			.bind("id", recorded.eventId())
			.bind("type", event.eventType())
			.bind("provider", event.provider())
			.bind("user", event.userId())
			.bind("outcome", event.outcome().wireName())
			.bind("metadata", metadata.json())
			.bind("at", recorded.recordedAt())
			.update()
			.then();
	}

	/**
	 * The matching events, newest first, one more than the page holds.
	 */
	Mono<List<FederationEvent>> page(UUID tenantId, FederationQuery query) {
		PageRequest page = query.page();
		return matching((query.userIds() != null) ? PAGE_OF_USERS : PAGE_OF_ALL, tenantId, query)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(this::event)
			.collectList();
	}

	/**
	 * How many events match on all pages, counted up to a limit, so that the cost of a
	 * query does not grow with the trail.
	 */
	Mono<Long> count(UUID tenantId, FederationQuery query, int limit) {
		return matching((query.userIds() != null) ? COUNT_USERS : COUNT_ALL, tenantId, query).bind("limit", limit)
			.one((row) -> Columns.required(row, "total", Long.class));
	}

	private Sql.Statement matching(String text, UUID tenantId, FederationQuery query) {
		Sql.Statement statement = this.sql.query(text)
			.bind("tenant", tenantId)
			.bind("start", query.range().start())
			.bind("end", query.range().end())
			.bind("types", array(query.eventTypes()), String[].class)
			.bind("providers", array(query.providers()), String[].class);
		return (query.userIds() != null) ? statement.bindTexts("users", query.userIds()) : statement;
	}

	private static String @Nullable [] array(@Nullable List<String> values) {
		return (values != null) ? values.toArray(String[]::new) : null;
	}

	private FederationEvent event(Readable row) {
		return new FederationEvent(Columns.required(row, "event_id", UUID.class), Columns.text(row, "event_type"),
				Columns.text(row, "provider"), Columns.text(row, "user_id"),
				Columns.required(row, "recorded_at", Instant.class), this.json.readTree(Columns.text(row, "metadata")),
				FederationOutcome.stored(Columns.text(row, "outcome")));
	}

}
