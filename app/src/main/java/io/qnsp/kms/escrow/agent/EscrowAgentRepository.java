package io.qnsp.kms.escrow.agent;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_escrow_agent}.
 */
@Repository
public final class EscrowAgentRepository {

	private static final String SELECT = """
			SELECT agent_id, algorithm, public_key, registered_by, created_at, updated_at FROM kms_escrow_agent
			""";

	private final Sql sql;

	EscrowAgentRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * What an insertion came to.
	 */
	enum Insertion {

		/** It is there now. */
		INSERTED,
		/** It was there. */
		THERE,
		/** The tenant has too many. */
		FULL

	}

	/**
	 * Adds an agent, in the surrounding transaction.
	 * @param most how many the tenant may have
	 */
	Mono<Insertion> insert(UUID tenantId, Agent agent, int most) {
		return this.sql.oneAtATime("kms-escrow-agents", tenantId)
			.then(this.sql.query("SELECT count(*) AS agents FROM kms_escrow_agent WHERE tenant_id = :tenant")
				.bind("tenant", tenantId)
				.one((row) -> Columns.required(row, "agents", Long.class)))
			.flatMap((agents) -> (agents >= most) ? Mono.just(Insertion.FULL) : insert(tenantId, agent));
	}

	private Mono<Insertion> insert(UUID tenantId, Agent agent) {
		Sql.Statement statement = this.sql
			.query("""
					INSERT INTO kms_escrow_agent (tenant_id, agent_id, algorithm, public_key, registered_by, created_at, updated_at)
					VALUES (:tenant, :id, :algorithm, :key, :by, :createdAt, :updatedAt)
					ON CONFLICT (tenant_id, agent_id) DO NOTHING
					""")
			.bind("createdAt", agent.createdAt());
		return bind(statement, tenantId, agent).update()
			.map((rows) -> (rows == 1) ? Insertion.INSERTED : Insertion.THERE);
	}

	/**
	 * Replaces an agent's key.
	 * @return the agent as it is then, or empty when there is none of that id
	 */
	Mono<Agent> update(UUID tenantId, Agent agent) {
		Sql.Statement statement = this.sql.query("""
				UPDATE kms_escrow_agent
				SET algorithm = :algorithm, public_key = :key, registered_by = :by, updated_at = :updatedAt
				WHERE tenant_id = :tenant AND agent_id = :id
				RETURNING agent_id, algorithm, public_key, registered_by, created_at, updated_at
				""");
		return bind(statement, tenantId, agent).one(EscrowAgentRepository::agent);
	}

	private static Sql.Statement bind(Sql.Statement statement, UUID tenantId, Agent agent) {
		return statement.bind("tenant", tenantId)
			.bind("id", agent.agentId())
			.bind("algorithm", agent.algorithm().id())
			.bind("key", agent.publicKey())
			.bind("by", agent.registeredBy())
			.bind("updatedAt", agent.updatedAt());
	}

	Mono<Boolean> delete(UUID tenantId, String agentId) {
		return this.sql.query("DELETE FROM kms_escrow_agent WHERE tenant_id = :tenant AND agent_id = :id")
			.bind("tenant", tenantId)
			.bind("id", agentId)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * The agents of a tenant, newest first.
	 */
	Mono<List<Agent>> list(UUID tenantId, AgentCursor before, int limit) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, agent_id) < (:at, :id)
				ORDER BY created_at DESC, agent_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", before.at())
			.bind("id", before.agentId())
			.bind("limit", limit)
			.all(EscrowAgentRepository::agent)
			.collectList();
	}

	/**
	 * The public keys of agents, kept as they are until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param agentIds the agents
	 * @return by agent; those without a key are missing
	 */
	public Mono<Map<String, Agent>> keysOf(UUID tenantId, Collection<String> agentIds) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND agent_id = ANY(:ids) FOR SHARE")
			.bind("tenant", tenantId)
			.bindTexts("ids", agentIds)
			.all(EscrowAgentRepository::agent)
			.collectMap(Agent::agentId);
	}

	private static Agent agent(Readable row) {
		return new Agent(Columns.text(row, "agent_id"), Algorithm.named(Columns.text(row, "algorithm")).orElseThrow(),
				Columns.required(row, "public_key", byte[].class), Columns.text(row, "registered_by"),
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "updated_at", Instant.class));
	}

}
