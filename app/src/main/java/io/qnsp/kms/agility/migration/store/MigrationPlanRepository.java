package io.qnsp.kms.agility.migration.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import io.qnsp.kms.agility.migration.model.PlanScope;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import io.qnsp.kms.agility.migration.model.PlanTargets;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_migration_plan}.
 */
@Repository
public final class MigrationPlanRepository {

	private final Sql sql;

	private final JsonMapper json;

	MigrationPlanRepository(Sql sql, JsonMapper json) {
		this.sql = sql;
		this.json = json;
	}

	/**
	 * Inserts a plan, in the surrounding transaction.
	 * @param tenantId the tenant
	 * @param plan the plan
	 * @param max how many plans that have not ended the tenant may have
	 * @return false when the tenant has that many
	 */
	public Mono<Boolean> insert(UUID tenantId, MigrationPlan plan, int max) {
		Sql.Statement statement = this.sql
			.query("""
					INSERT INTO kms_migration_plan (tenant_id, plan_id, name, description, status, target_encryption,
						target_signing, target_key_exchange, scope_key_ids, scope_key_types, schedule, run, created_at, updated_at)
					SELECT :tenant, :id, :name, :description, :status, :encryption, :signing, :keyExchange, :keyIds, :keyTypes,
						:schedule::json, :run, :createdAt, :updatedAt
					WHERE (SELECT count(*) FROM kms_migration_plan
						WHERE tenant_id = :tenant AND status IN ('draft', 'active', 'paused')) < :max
					""")
			.bind("encryption", id(plan.targets().encryption()), String.class)
			.bind("signing", id(plan.targets().signing()), String.class)
			.bind("keyExchange", id(plan.targets().keyExchange()), String.class)
			.bind("keyIds", plan.scope().keyIds().toArray(UUID[]::new))
			.bindTexts("keyTypes", plan.scope().keyTypes())
			.bind("createdAt", plan.createdAt())
			.bind("max", max);
		return this.sql.oneAtATime("migration-plans", tenantId)
			.then(bind(statement, tenantId, plan).update().map((rows) -> rows == 1));
	}

	/**
	 * Writes what can change of a plan that is there.
	 * @param tenantId the tenant
	 * @param plan the plan
	 * @return the plan
	 */
	public Mono<MigrationPlan> update(UUID tenantId, MigrationPlan plan) {
		Sql.Statement statement = this.sql.query("""
				UPDATE kms_migration_plan SET name = :name, description = :description, status = :status,
					schedule = :schedule::json, run = :run, next_due_at = :nextDueAt, activated_at = :activatedAt,
					updated_at = :updatedAt
				WHERE tenant_id = :tenant AND plan_id = :id
				""")
			.bind("nextDueAt", plan.nextDueAt(), Instant.class)
			.bind("activatedAt", plan.activatedAt(), Instant.class);
		return bind(statement, tenantId, plan).update().thenReturn(plan);
	}

	private Sql.Statement bind(Sql.Statement statement, UUID tenantId, MigrationPlan plan) {
		return statement.bind("tenant", tenantId)
			.bind("id", plan.planId())
			.bind("name", plan.name())
			.bind("description", plan.description())
			.bind("status", plan.status().wireName())
			.bind("schedule", this.json.writeValueAsString(plan.schedule()))
			.bind("run", plan.run())
			.bind("updatedAt", plan.updatedAt());
	}

	/**
	 * A plan.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @return the plan, or empty
	 */
	public Mono<MigrationPlan> find(UUID tenantId, UUID planId) {
		return this.sql.query("SELECT * FROM kms_migration_plan WHERE tenant_id = :tenant AND plan_id = :id")
			.bind("tenant", tenantId)
			.bind("id", planId)
			.one(this::plan);
	}

	/**
	 * A plan, locked until the transaction ends: whoever moves a key of it or changes its
	 * status waits for the other.
	 * @param tenantId the tenant
	 * @param planId the plan
	 * @return the plan, or empty
	 */
	public Mono<MigrationPlan> lock(UUID tenantId, UUID planId) {
		return this.sql.query("SELECT * FROM kms_migration_plan WHERE tenant_id = :tenant AND plan_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", planId)
			.one(this::plan);
	}

	/**
	 * The plans of a tenant, newest first, one more than the page holds.
	 * @param tenantId the tenant
	 * @param page which part
	 * @return the plans
	 */
	public Mono<List<MigrationPlan>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT * FROM kms_migration_plan
				WHERE tenant_id = :tenant AND (created_at, plan_id) < (:at, :id)
				ORDER BY created_at DESC, plan_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(this::plan)
			.collectList();
	}

	private MigrationPlan plan(Readable row) {
		PlanTargets targets = new PlanTargets(algorithm(row, "target_encryption"), algorithm(row, "target_signing"),
				algorithm(row, "target_key_exchange"));
		PlanScope scope = new PlanScope(List.of(Columns.required(row, "scope_key_ids", UUID[].class)),
				Columns.texts(row, "scope_key_types"));
		return new MigrationPlan(Columns.required(row, "plan_id", UUID.class), Columns.text(row, "name"),
				Columns.text(row, "description"), PlanStatus.stored(Columns.text(row, "status")), targets, scope,
				this.json.readValue(Columns.text(row, "schedule"), PlanSchedule.class),
				Columns.required(row, "run", Integer.class), row.get("next_due_at", Instant.class),
				row.get("activated_at", Instant.class), Columns.required(row, "created_at", Instant.class),
				Columns.required(row, "updated_at", Instant.class));
	}

	// Only ids of the catalogue are stored, and none is ever taken out of it.
	private static @Nullable Algorithm algorithm(Readable row, String column) {
		String id = row.get(column, String.class);
		return (id != null) ? Algorithm.named(id).orElseThrow() : null;
	}

	private static @Nullable String id(@Nullable Algorithm algorithm) {
		return (algorithm != null) ? algorithm.id() : null;
	}

}
