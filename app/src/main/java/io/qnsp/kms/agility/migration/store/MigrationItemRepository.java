package io.qnsp.kms.agility.migration.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.agility.migration.model.PlanCounts;
import io.qnsp.kms.agility.migration.model.PlanItem;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_migration_item}.
 */
@Repository
public final class MigrationItemRepository {

	private final Sql sql;

	MigrationItemRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts the keys of a plan.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param items the keys
	 * @param now the time
	 * @return completes when they are there
	 */
	public Mono<Void> insert(UUID tenantId, UUID planId, List<PlanItem> items, Instant now) {
		if (items.isEmpty()) {
			return Mono.empty();
		}
		return this.sql
			.query("""
					INSERT INTO kms_migration_item (tenant_id, plan_id, position, key_id, phase, due_at, from_algorithm, target,
						status, reason, updated_at)
					SELECT :tenant, :plan, position, key_id, phase, due_at, from_algorithm, nullif(target, ''), status,
						nullif(reason, ''), :now
					FROM unnest(:positions, :keys, :phases, :dues, :origins, :targets, :statuses, :reasons)
						AS added (position, key_id, phase, due_at, from_algorithm, target, status, reason)
					""")
			.bind("tenant", tenantId)
			.bind("plan", planId)
			.bind("now", now)
			.bind("positions", items.stream().map(PlanItem::position).toArray(Integer[]::new))
			.bind("keys", items.stream().map(PlanItem::keyId).toArray(UUID[]::new))
			.bind("phases", items.stream().map(PlanItem::phase).toArray(Integer[]::new))
			.bind("dues", items.stream().map(PlanItem::dueAt).toArray(Instant[]::new))
			.bindTexts("origins", items.stream().map((item) -> item.from().id()).toList())
			.bindTexts("targets", items.stream().map((item) -> id(item.target())).toList())
			.bindTexts("statuses", items.stream().map((item) -> item.status().wireName()).toList())
			.bindTexts("reasons", items.stream().map((item) -> (item.reason() != null) ? item.reason() : "").toList())
			.update()
			.then();
	}

	private static String id(@Nullable Algorithm algorithm) {
		return (algorithm != null) ? algorithm.id() : "";
	}

	/**
	 * The keys of a plan, by position.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @return all of them
	 */
	public Mono<List<PlanItem>> all(UUID tenantId, UUID planId) {
		return this.sql.query("""
				SELECT * FROM kms_migration_item WHERE tenant_id = :tenant AND plan_id = :plan ORDER BY position
				""").bind("tenant", tenantId).bind("plan", planId).all(MigrationItemRepository::item).collectList();
	}

	/**
	 * Writes phases and times.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param items the keys; those that are not pending stay as they are
	 * @return completes when they are written
	 */
	public Mono<Void> reschedule(UUID tenantId, UUID planId, List<PlanItem> items) {
		return this.sql.query("""
				UPDATE kms_migration_item AS item SET phase = moved.phase, due_at = moved.due_at
				FROM unnest(:positions, :phases, :dues) AS moved (position, phase, due_at)
				WHERE item.tenant_id = :tenant AND item.plan_id = :plan AND item.position = moved.position
					AND item.status = 'pending'
				""")
			.bind("tenant", tenantId)
			.bind("plan", planId)
			.bind("positions", items.stream().map(PlanItem::position).toArray(Integer[]::new))
			.bind("phases", items.stream().map(PlanItem::phase).toArray(Integer[]::new))
			.bind("dues", items.stream().map(PlanItem::dueAt).toArray(Instant[]::new))
			.update()
			.then();
	}

	/**
	 * Lets blocked keys have another turn.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param now the time
	 * @return how many there were
	 */
	public Mono<Long> retryBlocked(UUID tenantId, UUID planId, Instant now) {
		return this.sql.query("""
				UPDATE kms_migration_item SET status = 'pending', reason = NULL, updated_at = :now
				WHERE tenant_id = :tenant AND plan_id = :plan AND status = 'blocked'
				""").bind("tenant", tenantId).bind("plan", planId).bind("now", now).update();
	}

	/**
	 * The key of a plan whose turn is next.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @return the key, due or not, or empty when none is pending
	 */
	public Mono<PlanItem> next(UUID tenantId, UUID planId) {
		return this.sql.query("""
				SELECT * FROM kms_migration_item
				WHERE tenant_id = :tenant AND plan_id = :plan AND status = 'pending'
				ORDER BY position
				LIMIT 1
				""").bind("tenant", tenantId).bind("plan", planId).one(MigrationItemRepository::item);
	}

	/**
	 * A key of a plan that waits for its turn.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param position its place
	 * @return the key, or empty when it is not pending
	 */
	public Mono<PlanItem> pending(UUID tenantId, UUID planId, int position) {
		return this.sql.query("""
				SELECT * FROM kms_migration_item
				WHERE tenant_id = :tenant AND plan_id = :plan AND position = :position AND status = 'pending'
				""")
			.bind("tenant", tenantId)
			.bind("plan", planId)
			.bind("position", position)
			.one(MigrationItemRepository::item);
	}

	/**
	 * Ends the turn of a key.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param position its place
	 * @param status how it ended
	 * @param reason why it is blocked or skipped
	 * @param now the time
	 * @return completes when it is written
	 */
	public Mono<Void> end(UUID tenantId, UUID planId, int position, PlanItem.Status status, @Nullable String reason,
			Instant now) {
		return this.sql.query("""
				UPDATE kms_migration_item SET status = :status, reason = left(:reason, 500), updated_at = :now
				WHERE tenant_id = :tenant AND plan_id = :plan AND position = :position
				""")
			.bind("tenant", tenantId)
			.bind("plan", planId)
			.bind("position", position)
			.bind("status", status.wireName())
			.bind("reason", reason, String.class)
			.bind("now", now)
			.update()
			.then();
	}

	/**
	 * Some of the keys that could not be moved, by position.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @param most how many at most
	 * @return the keys
	 */
	public Mono<List<PlanItem>> blocked(UUID tenantId, UUID planId, int most) {
		return this.sql.query("""
				SELECT * FROM kms_migration_item
				WHERE tenant_id = :tenant AND plan_id = :plan AND status = 'blocked'
				ORDER BY position
				LIMIT :most
				""")
			.bind("tenant", tenantId)
			.bind("plan", planId)
			.bind("most", most)
			.all(MigrationItemRepository::item)
			.collectList();
	}

	/**
	 * How far plans are.
	 * @param tenantId the tenant
	 * @param planIds the plans
	 * @return by plan; a plan without keys is not in it
	 */
	public Mono<Map<UUID, PlanCounts>> counts(UUID tenantId, Collection<UUID> planIds) {
		return this.sql.query("""
				SELECT plan_id, count(*) FILTER (WHERE status = 'pending') AS pending,
					count(*) FILTER (WHERE status = 'migrated') AS migrated,
					count(*) FILTER (WHERE status = 'blocked') AS blocked,
					count(*) FILTER (WHERE status = 'skipped') AS skipped,
					coalesce(min(phase) FILTER (WHERE status = 'pending'), -1) AS phase
				FROM kms_migration_item WHERE tenant_id = :tenant AND plan_id = ANY (:plans)
				GROUP BY plan_id
				""")
			.bind("tenant", tenantId)
			.bind("plans", planIds.toArray(UUID[]::new))
			.all((row) -> Map.entry(Columns.required(row, "plan_id", UUID.class),
					new PlanCounts(number(row, "pending"), number(row, "migrated"), number(row, "blocked"),
							number(row, "skipped"), Columns.required(row, "phase", Integer.class))))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	private static PlanItem item(Readable row) {
		String target = row.get("target", String.class);
		return new PlanItem(Columns.required(row, "position", Integer.class),
				Columns.required(row, "key_id", UUID.class), Columns.required(row, "phase", Integer.class),
				Columns.required(row, "due_at", Instant.class),
				Algorithm.named(Columns.text(row, "from_algorithm")).orElseThrow(),
				(target != null) ? Algorithm.named(target).orElseThrow() : null,
				PlanItem.Status.stored(Columns.text(row, "status")), row.get("reason", String.class));
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

}
