package io.qnsp.kms.escrow.share;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_escrow_share}.
 */
@Repository
public final class EscrowShareRepository {

	private static final String SELECT = """
			SELECT agent_id, share_index, algorithm, content, fetched_at FROM kms_escrow_share
			""";

	private final Sql sql;

	EscrowShareRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Puts the shares of a set in the place of the earlier ones, in the surrounding
	 * transaction.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param shares the shares
	 * @return completes when they are written
	 */
	public Mono<Void> replace(UUID tenantId, UUID escrowId, List<StoredShare> shares) {
		return delete(tenantId, escrowId)
			.thenMany(Flux.fromIterable(shares).concatMap((share) -> insert(tenantId, escrowId, share)))
			.then();
	}

	private Mono<Long> insert(UUID tenantId, UUID escrowId, StoredShare share) {
		return this.sql.query("""
				INSERT INTO kms_escrow_share (tenant_id, escrow_id, agent_id, share_index, algorithm, content)
				VALUES (:tenant, :escrow, :agent, :index, :algorithm, :content)
				""")
			.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.bind("agent", share.agentId())
			.bind("index", share.index())
			.bind("algorithm", (share.algorithm() != null) ? share.algorithm().id() : null, String.class)
			.bind("content", share.content(), byte[].class)
			.update();
	}

	/**
	 * Destroys the shares of an escrow.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @return how many there were
	 */
	public Mono<Long> delete(UUID tenantId, UUID escrowId) {
		return this.sql.query("DELETE FROM kms_escrow_share WHERE tenant_id = :tenant AND escrow_id = :escrow")
			.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.update();
	}

	/**
	 * An agent's share.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param agentId the agent
	 * @return the share, or empty when it holds none of the present set
	 */
	public Mono<StoredShare> find(UUID tenantId, UUID escrowId, String agentId) {
		return one(this.sql.query(SELECT + "WHERE tenant_id = :tenant AND escrow_id = :escrow AND agent_id = :agent"),
				tenantId, escrowId, agentId);
	}

	/**
	 * An agent's share, kept from others until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param agentId the agent
	 * @return the share, or empty when it holds none of the present set
	 */
	public Mono<StoredShare> lock(UUID tenantId, UUID escrowId, String agentId) {
		return one(
				this.sql.query(
						SELECT + "WHERE tenant_id = :tenant AND escrow_id = :escrow AND agent_id = :agent FOR UPDATE"),
				tenantId, escrowId, agentId);
	}

	private static Mono<StoredShare> one(Sql.Statement statement, UUID tenantId, UUID escrowId, String agentId) {
		return statement.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.bind("agent", agentId)
			.one(EscrowShareRepository::share);
	}

	/**
	 * Notes that a share was fetched. One that is handed out once is destroyed.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param agentId the agent
	 * @param now when
	 * @return completes when it is written
	 */
	public Mono<Void> fetched(UUID tenantId, UUID escrowId, String agentId, Instant now) {
		return this.sql.query("""
				UPDATE kms_escrow_share
				SET fetched_at = :now, content = CASE WHEN algorithm IS NULL THEN NULL ELSE content END
				WHERE tenant_id = :tenant AND escrow_id = :escrow AND agent_id = :agent
				""")
			.bind("now", now)
			.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.bind("agent", agentId)
			.update()
			.then();
	}

	private static StoredShare share(Readable row) {
		String algorithm = row.get("algorithm", String.class);
		return new StoredShare(Columns.text(row, "agent_id"), Columns.required(row, "share_index", Integer.class),
				(algorithm != null) ? Algorithm.named(algorithm).orElseThrow() : null, row.get("content", byte[].class),
				row.get("fetched_at", Instant.class));
	}

}
