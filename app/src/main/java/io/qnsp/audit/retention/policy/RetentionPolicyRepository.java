package io.qnsp.audit.retention.policy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.time.CalendarPeriod;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_retention_policy}, for the tenant.
 */
@Repository
public final class RetentionPolicyRepository {

	private static final String SELECT = """
			SELECT policy_id, name, retention_period, event_types, services, archive_destination, created_by, created_at
			FROM audit_retention_policy
			""";

	private final Sql sql;

	RetentionPolicyRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts a policy, in turn with deletions.
	 * @param most how many the tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(UUID tenantId, RetentionPolicy policy, int most) {
		return RetentionTurn.take(this.sql, tenantId)
			.then(this.sql
				.query("""
						INSERT INTO audit_retention_policy (tenant_id, policy_id, name, retention_period, period, event_types,
							type_patterns, services, archive_destination, created_by, created_at)
						SELECT :tenant, :id, :name, :text, CAST(:period AS interval), :types, :patterns, :services,
							:destination, :by, :at
						WHERE (SELECT count(*) FROM audit_retention_policy WHERE tenant_id = :tenant) < :most
						""")
				.bind("tenant", tenantId)
				.bind("id", policy.policyId())
				.bind("name", policy.name())
				.bind("text", policy.retentionPeriod().toString())
				.bind("period", policy.retentionPeriod().toString().toUpperCase(Locale.ROOT))
				.bindTexts("types", policy.scope().eventTypes())
				.bindTexts("patterns", policy.scope().typePatterns())
				.bindTexts("services", policy.scope().services())
				.bind("destination", policy.archiveConfig().destination(), String.class)
				.bind("by", policy.createdBy())
				.bind("at", policy.createdAt())
				.bind("most", most)
				.update())
			.map((rows) -> rows == 1);
	}

	/**
	 * A policy.
	 * @param tenantId the tenant
	 * @param policyId the policy
	 * @return the policy, or empty when the tenant has none of that id
	 */
	public Mono<RetentionPolicy> find(UUID tenantId, UUID policyId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND policy_id = :id")
			.bind("tenant", tenantId)
			.bind("id", policyId)
			.one(RetentionPolicyRepository::policy);
	}

	/**
	 * The policies of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<RetentionPolicy>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, policy_id) < (:at, :id)
				ORDER BY created_at DESC, policy_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(RetentionPolicyRepository::policy)
			.collectList();
	}

	/**
	 * Deletes a policy, in turn with deletions of events.
	 * @return the policy, or empty when the tenant has none of that id
	 */
	Mono<RetentionPolicy> delete(UUID tenantId, UUID policyId) {
		return RetentionTurn.take(this.sql, tenantId).then(this.sql.query("""
				DELETE FROM audit_retention_policy WHERE tenant_id = :tenant AND policy_id = :id
				RETURNING policy_id, name, retention_period, event_types, services, archive_destination, created_by,
					created_at
				""").bind("tenant", tenantId).bind("id", policyId).one(RetentionPolicyRepository::policy));
	}

	private static RetentionPolicy policy(Readable row) {
		String destination = row.get("archive_destination", String.class);
		return new RetentionPolicy(Columns.required(row, "policy_id", UUID.class), Columns.text(row, "name"),
				CalendarPeriod.of(Columns.text(row, "retention_period")),
				new EventScope(Columns.texts(row, "event_types"), Columns.texts(row, "services")),
				new RetentionPolicy.ArchiveConfig(destination != null, destination), Columns.text(row, "created_by"),
				Columns.required(row, "created_at", Instant.class));
	}

}
