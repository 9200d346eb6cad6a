package io.qnsp.kms.escrow.policy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.time.CalendarPeriod;
import io.qnsp.kms.escrow.model.Quorum;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_escrow_policy}.
 */
@Repository
public final class EscrowPolicyRepository {

	private static final String SELECT = """
			SELECT policy_id, name, description, key_types, agent_ids, agent_roles, recovery_threshold, retention_period,
				created_at, updated_at
			FROM kms_escrow_policy
			""";

	private final Sql sql;

	EscrowPolicyRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts a policy, in the surrounding transaction.
	 * @param most how many the tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(UUID tenantId, EscrowPolicy policy, int most) {
		Sql.Statement statement = this.sql
			.query("""
					INSERT INTO kms_escrow_policy (tenant_id, policy_id, name, description, key_types, agent_ids, agent_roles,
						recovery_threshold, retention_period, created_at, updated_at)
					SELECT :tenant, :id, :name, :description, :types, :agents, :roles, :threshold, :retention, :created, :updated
					WHERE (SELECT count(*) FROM kms_escrow_policy WHERE tenant_id = :tenant) < :most
					""")
			.bindTexts("types", policy.keys().types())
			.bind("retention", policy.retention().toString())
			.bind("created", policy.createdAt())
			.bind("most", most);
		return this.sql.oneAtATime("kms-escrow-policies", tenantId)
			.then(bind(statement, tenantId, policy).update().map((rows) -> rows == 1));
	}

	Mono<Void> update(UUID tenantId, EscrowPolicy policy) {
		Sql.Statement statement = this.sql.query("""
				UPDATE kms_escrow_policy SET name = :name, description = :description, agent_ids = :agents,
					agent_roles = :roles, recovery_threshold = :threshold, updated_at = :updated
				WHERE tenant_id = :tenant AND policy_id = :id
				""");
		return bind(statement, tenantId, policy).update().then();
	}

	private static Sql.Statement bind(Sql.Statement statement, UUID tenantId, EscrowPolicy policy) {
		return statement.bind("tenant", tenantId)
			.bind("id", policy.policyId())
			.bind("name", policy.name())
			.bind("description", policy.description())
			.bindTexts("agents", policy.quorum().agentIds())
			.bindTexts("roles", policy.quorum().roles())
			.bind("threshold", policy.quorum().threshold())
			.bind("updated", policy.updatedAt());
	}

	Mono<EscrowPolicy> find(UUID tenantId, UUID policyId) {
		return one(this.sql.query(SELECT + "WHERE tenant_id = :tenant AND policy_id = :id"), tenantId, policyId);
	}

	Mono<EscrowPolicy> lock(UUID tenantId, UUID policyId) {
		return one(this.sql.query(SELECT + "WHERE tenant_id = :tenant AND policy_id = :id FOR UPDATE"), tenantId,
				policyId);
	}

	/**
	 * A policy, kept as it is until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param policyId the policy
	 * @return the policy, or empty when the tenant has none of that id
	 */
	public Mono<EscrowPolicy> hold(UUID tenantId, UUID policyId) {
		return one(this.sql.query(SELECT + "WHERE tenant_id = :tenant AND policy_id = :id FOR SHARE"), tenantId,
				policyId);
	}

	private static Mono<EscrowPolicy> one(Sql.Statement statement, UUID tenantId, UUID policyId) {
		return statement.bind("tenant", tenantId).bind("id", policyId).one(EscrowPolicyRepository::policy);
	}

	/**
	 * The policies of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<EscrowPolicy>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, policy_id) < (:at, :id)
				ORDER BY created_at DESC, policy_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(EscrowPolicyRepository::policy)
			.collectList();
	}

	private static EscrowPolicy policy(Readable row) {
		return new EscrowPolicy(Columns.required(row, "policy_id", UUID.class), Columns.text(row, "name"),
				Columns.text(row, "description"), new KeyScope(Columns.texts(row, "key_types")),
				Quorum.stored(Columns.texts(row, "agent_ids"), Columns.texts(row, "agent_roles"),
						Columns.required(row, "recovery_threshold", Integer.class)),
				CalendarPeriod.of(Columns.text(row, "retention_period")),
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "updated_at", Instant.class));
	}

}
