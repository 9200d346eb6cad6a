package io.qnsp.audit.retention.hold;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_legal_hold}, for the tenant.
 */
@Repository
final class LegalHoldRepository {

	private static final String SELECT = """
			SELECT hold_id, name, reason, event_types, services, held_from, held_until, resource_id, actor_id, created_by,
				created_at, released_by, released_at, release_reason
			FROM audit_legal_hold
			""";

	private final Sql sql;

	LegalHoldRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts a hold, in turn with deletions.
	 * @param most how many active ones the tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(UUID tenantId, LegalHold hold, int most) {
		return RetentionTurn.take(this.sql, tenantId)
			.then(this.sql
				.query("""
						INSERT INTO audit_legal_hold (tenant_id, hold_id, name, reason, event_types, type_patterns, services,
							held_from, held_until, resource_id, actor_id, created_by, created_at)
						SELECT :tenant, :id, :name, :reason, :types, :patterns, :services, :from, :until, :resource, :actor,
							:by, :at
						WHERE (SELECT count(*) FROM audit_legal_hold WHERE tenant_id = :tenant AND released_at IS NULL) < :most
						""")
				.bind("tenant", tenantId)
				.bind("id", hold.holdId())
				.bind("name", hold.name())
				.bind("reason", hold.reason())
				.bindTexts("types", hold.scope().eventTypes())
				.bindTexts("patterns", hold.scope().typePatterns())
				.bindTexts("services", hold.scope().services())
				.bind("from", hold.from(), Instant.class)
				.bind("until", hold.until(), Instant.class)
				.bind("resource", hold.resourceId(), String.class)
				.bind("actor", hold.actorId(), String.class)
				.bind("by", hold.createdBy())
				.bind("at", hold.createdAt())
				.bind("most", most)
				.update())
			.map((rows) -> rows == 1);
	}

	/**
	 * A hold, locked for the surrounding transaction.
	 * @return the hold, or empty when the tenant has none of that id
	 */
	Mono<LegalHold> lock(UUID tenantId, UUID holdId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND hold_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", holdId)
			.one(LegalHoldRepository::hold);
	}

	Mono<Void> release(UUID tenantId, UUID holdId, LegalHold.Release release) {
		return this.sql.query("""
				UPDATE audit_legal_hold SET released_by = :by, released_at = :at, release_reason = :reason
				WHERE tenant_id = :tenant AND hold_id = :id
				""")
			.bind("by", release.releasedBy())
			.bind("at", release.releasedAt())
			.bind("reason", release.reason())
			.bind("tenant", tenantId)
			.bind("id", holdId)
			.update()
			.then();
	}

	/**
	 * The holds of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<LegalHold>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, hold_id) < (:at, :id)
				ORDER BY created_at DESC, hold_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(LegalHoldRepository::hold)
			.collectList();
	}

	private static LegalHold hold(Readable row) {
		LegalHold.Release release = release(row);
		return new LegalHold(Columns.required(row, "hold_id", UUID.class), Columns.text(row, "name"),
				Columns.text(row, "reason"), (release != null) ? LegalHold.Status.RELEASED : LegalHold.Status.ACTIVE,
				new EventScope(Columns.texts(row, "event_types"), Columns.texts(row, "services")),
				row.get("held_from", Instant.class), row.get("held_until", Instant.class),
				row.get("resource_id", String.class), row.get("actor_id", String.class),
				Columns.text(row, "created_by"), Columns.required(row, "created_at", Instant.class), release);
	}

	private static LegalHold.@Nullable Release release(Readable row) {
		Instant at = row.get("released_at", Instant.class);
		return (at != null)
				? new LegalHold.Release(Columns.text(row, "released_by"), at, Columns.text(row, "release_reason"))
				: null;
	}

}
