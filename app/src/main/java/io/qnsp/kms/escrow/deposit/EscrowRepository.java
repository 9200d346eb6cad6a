package io.qnsp.kms.escrow.deposit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.keys.KeyForm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_escrow}.
 */
@Repository
public final class EscrowRepository {

	private final Sql sql;

	EscrowRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<Void> insert(StoredEscrow escrow) {
		return bind(
				this.sql
					.query("""
							INSERT INTO kms_escrow (tenant_id, escrow_id, key_id, key_version, algorithm, key_form, policy_id, status,
								reason, agent_ids, agent_roles, recovery_threshold, share_set, fingerprint, ciphertext, expires_at,
								created_at)
							VALUES (:tenant, :id, :key, :version, :algorithm, :form, :policy, :status, :reason, :agents, :roles,
								:threshold, :set, :fingerprint, :ciphertext, :expiresAt, :createdAt)
							"""),
				escrow)
			.bind("key", escrow.place().keyId())
			.bind("version", escrow.place().keyVersion())
			.bind("algorithm", escrow.algorithm().id())
			.bind("form", escrow.form().wireName())
			.bind("policy", escrow.policyId())
			.bind("reason", escrow.reason(), String.class)
			.bind("expiresAt", escrow.life().expiresAt())
			.bind("createdAt", escrow.life().createdAt())
			.update()
			.then();
	}

	/**
	 * Writes what changes of an escrow that is there: status, shares and end.
	 * @param escrow the escrow
	 * @return the same
	 */
	public Mono<StoredEscrow> update(StoredEscrow escrow) {
		return bind(
				this.sql
					.query("""
							UPDATE kms_escrow SET status = :status, agent_ids = :agents, agent_roles = :roles,
								recovery_threshold = :threshold, share_set = :set, fingerprint = :fingerprint, ciphertext = :ciphertext,
								refreshed_at = :refreshedAt, ended_at = :endedAt
							WHERE tenant_id = :tenant AND escrow_id = :id
							"""),
				escrow)
			.bind("refreshedAt", escrow.life().refreshedAt(), Instant.class)
			.bind("endedAt", escrow.life().endedAt(), Instant.class)
			.update()
			.thenReturn(escrow);
	}

	private static Sql.Statement bind(Sql.Statement statement, StoredEscrow escrow) {
		return statement.bind("tenant", escrow.tenantId())
			.bind("id", escrow.escrowId())
			.bind("status", escrow.life().status().wireName())
			.bindTexts("agents", escrow.quorum().agentIds())
			.bindTexts("roles", escrow.quorum().roles())
			.bind("threshold", escrow.quorum().threshold())
			.bind("set", escrow.place().shareSet())
			.bind("fingerprint", escrow.fingerprint())
			.bind("ciphertext", escrow.ciphertext(), byte[].class);
	}

	/**
	 * An escrow, kept from others until the surrounding transaction ends. Whoever changes
	 * an escrow, its shares or its recoveries locks it first.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @return the escrow, or empty when the tenant has none of that id
	 */
	public Mono<StoredEscrow> lock(UUID tenantId, UUID escrowId) {
		return this.sql.query("SELECT * FROM kms_escrow WHERE tenant_id = :tenant AND escrow_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", escrowId)
			.one(EscrowRepository::escrow);
	}

	/**
	 * The escrows of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<StoredEscrow>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT * FROM kms_escrow
				WHERE tenant_id = :tenant AND (created_at, escrow_id) < (:at, :id)
				ORDER BY created_at DESC, escrow_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(EscrowRepository::escrow)
			.collectList();
	}

	private static StoredEscrow escrow(Readable row) {
		SharePlace place = new SharePlace(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "escrow_id", UUID.class), Columns.required(row, "key_id", UUID.class),
				Columns.required(row, "key_version", Integer.class), Columns.required(row, "share_set", Integer.class));
		Quorum quorum = Quorum.stored(Columns.texts(row, "agent_ids"), Columns.texts(row, "agent_roles"),
				Columns.required(row, "recovery_threshold", Integer.class));
		StoredEscrow.Life life = new StoredEscrow.Life(EscrowStatus.stored(Columns.text(row, "status")),
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "expires_at", Instant.class),
				row.get("refreshed_at", Instant.class), row.get("ended_at", Instant.class));
		return new StoredEscrow(place, Algorithm.named(Columns.text(row, "algorithm")).orElseThrow(),
				KeyForm.stored(Columns.text(row, "key_form")), Columns.required(row, "policy_id", UUID.class),
				row.get("reason", String.class), quorum, Columns.required(row, "fingerprint", byte[].class),
				row.get("ciphertext", byte[].class), life);
	}

}
