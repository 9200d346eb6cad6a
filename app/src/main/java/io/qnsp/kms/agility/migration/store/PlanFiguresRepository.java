package io.qnsp.kms.agility.migration.store;

import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Counts the plans of a tenant, for reports.
 */
@Repository
public final class PlanFiguresRepository {

	private final Sql sql;

	PlanFiguresRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Counts the plans.
	 * @param tenantId the tenant
	 * @return the numbers, zeros when there are none
	 */
	public Mono<PlanFigures> count(UUID tenantId) {
		return this.sql.query("""
				SELECT count(*) FILTER (WHERE status = 'draft') AS drafts,
					count(*) FILTER (WHERE status = 'active') AS active,
					count(*) FILTER (WHERE status = 'paused') AS paused,
					count(*) FILTER (WHERE status = 'completed') AS completed,
					(SELECT count(DISTINCT item.key_id) FROM kms_migration_item item
						JOIN kms_migration_plan open ON open.tenant_id = item.tenant_id AND open.plan_id = item.plan_id
						WHERE item.tenant_id = :tenant AND item.status = 'pending'
							AND open.status IN ('active', 'paused')) AS planned
				FROM kms_migration_plan WHERE tenant_id = :tenant
				""")
			.bind("tenant", tenantId)
			.one((row) -> new PlanFigures(number(row, "drafts"), number(row, "active"), number(row, "paused"),
					number(row, "completed"), number(row, "planned")));
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

}
