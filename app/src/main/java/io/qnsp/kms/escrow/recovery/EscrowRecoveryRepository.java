package io.qnsp.kms.escrow.recovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.escrow.model.Decision;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.model.Recovery;
import io.qnsp.kms.escrow.model.RecoveryPurpose;
import io.qnsp.kms.escrow.model.RecoveryStatus;
import io.qnsp.kms.escrow.model.Urgency;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The tables {@code kms_escrow_recovery} and {@code kms_escrow_decision}.
 */
@Repository
final class EscrowRecoveryRepository {

	private static final String SELECT = """
			SELECT r.*, e.agent_ids, e.agent_roles,
				ARRAY(SELECT s.agent_id::text FROM kms_escrow_recovery_share s
					WHERE s.tenant_id = r.tenant_id AND s.request_id = r.request_id ORDER BY s.submitted_at) AS submitters
			FROM kms_escrow_recovery r
			JOIN kms_escrow e ON e.tenant_id = r.tenant_id AND e.escrow_id = r.escrow_id
			WHERE r.tenant_id = :tenant AND r.request_id = :id
			""";

	private final Sql sql;

	EscrowRecoveryRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<Void> insert(UUID tenantId, Recovery recovery) {
		return this.sql
			.query("""
					INSERT INTO kms_escrow_recovery (tenant_id, request_id, escrow_id, purpose, reason, urgency, initiated_by,
						status, required_shares, created_at, expires_at)
					VALUES (:tenant, :id, :escrow, :purpose, :reason, :urgency, :by, :status, :required, :createdAt, :expiresAt)
					""")
			.bind("tenant", tenantId)
			.bind("id", recovery.requestId())
			.bind("escrow", recovery.escrowId())
			.bind("purpose", recovery.purpose().wireName())
			.bind("reason", recovery.reason())
			.bind("urgency", recovery.urgency().wireName())
			.bind("by", recovery.initiatedBy())
			.bind("status", recovery.status().wireName())
			.bind("required", recovery.quorum().threshold())
			.bind("createdAt", recovery.createdAt())
			.bind("expiresAt", recovery.expiresAt())
			.update()
			.then();
	}

	/**
	 * Writes where a request is.
	 * @param tenantId the tenant
	 * @param recovery the request
	 * @return completes when it is written
	 */
	Mono<Void> update(UUID tenantId, Recovery recovery) {
		return this.sql.query("""
				UPDATE kms_escrow_recovery SET status = :status, ended_at = :endedAt
				WHERE tenant_id = :tenant AND request_id = :id
				""")
			.bind("status", recovery.status().wireName())
			.bind("endedAt", recovery.progress().endedAt(), Instant.class)
			.bind("tenant", tenantId)
			.bind("id", recovery.requestId())
			.update()
			.then();
	}

	Mono<Void> insert(UUID tenantId, UUID requestId, Decision decision) {
		return this.sql.query("""
				INSERT INTO kms_escrow_decision (tenant_id, request_id, decided_by, decision, reason, decided_at)
				VALUES (:tenant, :id, :by, :decision, :reason, :at)
				""")
			.bind("tenant", tenantId)
			.bind("id", requestId)
			.bind("by", decision.decidedBy())
			.bind("decision", decision.choice().wireName())
			.bind("reason", decision.reason(), String.class)
			.bind("at", decision.decidedAt())
			.update()
			.then();
	}

	/**
	 * The escrow of a request, which is locked first.
	 */
	Mono<UUID> escrowOf(UUID tenantId, UUID requestId) {
		return this.sql
			.query("SELECT escrow_id FROM kms_escrow_recovery WHERE tenant_id = :tenant AND request_id = :id")
			.bind("tenant", tenantId)
			.bind("id", requestId)
			.one((row) -> Columns.required(row, "escrow_id", UUID.class));
	}

	/**
	 * How many requests of an escrow are open.
	 *
	 * @param all all of them
	 * @param own those of one subject
	 */
	record Open(long all, long own) {

	}

	/**
	 * How many requests of an escrow are open, and how many of them somebody made.
	 */
	Mono<Open> open(UUID tenantId, UUID escrowId, String initiator, Instant now) {
		return this.sql.query("""
				SELECT count(*) AS open, count(*) FILTER (WHERE initiated_by = :initiator) AS own
				FROM kms_escrow_recovery
				WHERE tenant_id = :tenant AND escrow_id = :escrow AND ended_at IS NULL AND expires_at > :now
				""")
			.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.bind("initiator", initiator)
			.bind("now", now)
			.one((row) -> new Open(Columns.required(row, "open", Long.class),
					Columns.required(row, "own", Long.class)));
	}

	/**
	 * When the escrow of a request ends.
	 */
	Mono<Instant> escrowEnd(UUID tenantId, UUID requestId) {
		return this.sql.query("""
				SELECT e.expires_at FROM kms_escrow_recovery r
				JOIN kms_escrow e ON e.tenant_id = r.tenant_id AND e.escrow_id = r.escrow_id
				WHERE r.tenant_id = :tenant AND r.request_id = :id
				""")
			.bind("tenant", tenantId)
			.bind("id", requestId)
			.one((row) -> Columns.required(row, "expires_at", Instant.class));
	}

	Mono<Recovery> find(UUID tenantId, UUID requestId) {
		return one(this.sql.query(SELECT), tenantId, requestId);
	}

	/**
	 * A request, kept from others until the surrounding transaction ends; its escrow is
	 * locked before.
	 * @param tenantId the tenant
	 * @param requestId the request
	 * @return the request, or empty when the tenant has none of that id
	 */
	Mono<Recovery> lock(UUID tenantId, UUID requestId) {
		return one(this.sql.query(SELECT + "FOR UPDATE OF r"), tenantId, requestId);
	}

	private Mono<Recovery> one(Sql.Statement statement, UUID tenantId, UUID requestId) {
		return decisions(tenantId, requestId).flatMap((decisions) -> statement.bind("tenant", tenantId)
			.bind("id", requestId)
			.one((row) -> recovery(row, decisions)));
	}

	private Mono<List<Decision>> decisions(UUID tenantId, UUID requestId) {
		return this.sql.query("""
				SELECT decided_by, decision, reason, decided_at FROM kms_escrow_decision
				WHERE tenant_id = :tenant AND request_id = :id ORDER BY decided_at, decided_by
				""")
			.bind("tenant", tenantId)
			.bind("id", requestId)
			.all((row) -> new Decision(Columns.text(row, "decided_by"),
					Decision.Choice.stored(Columns.text(row, "decision")), row.get("reason", String.class),
					Columns.required(row, "decided_at", Instant.class)))
			.collectList();
	}

	/**
	 * Ends the open requests of an escrow, which is locked before.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param now when
	 * @return the ids of the requests that were open
	 */
	Mono<List<UUID>> supersede(UUID tenantId, UUID escrowId, Instant now) {
		return this.sql.query("""
				UPDATE kms_escrow_recovery SET status = 'superseded', ended_at = :now
				WHERE tenant_id = :tenant AND escrow_id = :escrow AND ended_at IS NULL
				RETURNING request_id
				""")
			.bind("now", now)
			.bind("tenant", tenantId)
			.bind("escrow", escrowId)
			.all((row) -> Columns.required(row, "request_id", UUID.class))
			.collectList();
	}

	private static Recovery recovery(Readable row, List<Decision> decisions) {
		Quorum quorum = Quorum.stored(Columns.texts(row, "agent_ids"), Columns.texts(row, "agent_roles"),
				Columns.required(row, "required_shares", Integer.class));
		Recovery.Progress progress = new Recovery.Progress(RecoveryStatus.stored(Columns.text(row, "status")),
				Columns.texts(row, "submitters"), decisions, row.get("ended_at", Instant.class));
		return new Recovery(Columns.required(row, "request_id", UUID.class),
				Columns.required(row, "escrow_id", UUID.class), RecoveryPurpose.stored(Columns.text(row, "purpose")),
				Columns.text(row, "reason"), Urgency.stored(Columns.text(row, "urgency")),
				Columns.text(row, "initiated_by"), quorum, progress, Columns.required(row, "created_at", Instant.class),
				Columns.required(row, "expires_at", Instant.class));
	}

}
