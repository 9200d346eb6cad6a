package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_hsm_destruction}, and which keys need a connection.
 */
@Repository
public final class HsmDestructionRepository {

	private final Sql tenant;

	private final Sql system;

	HsmDestructionRepository(Sql tenant, @Qualifier("systemSql") Sql system) {
		this.tenant = tenant;
		this.system = system;
	}

	/**
	 * A key inside an HSM that is to be destroyed.
	 *
	 * @param tenantId whose it is
	 * @param connectionId which HSM
	 * @param reference what the HSM finds it by
	 * @param keyId the key of the KMS
	 * @param attempts how often it was tried
	 */
	public record Destruction(UUID tenantId, UUID connectionId, String reference, UUID keyId, int attempts) {

	}

	/**
	 * Plans the destruction of what HSMs have of a key, in the transaction that destroys
	 * its versions and before that.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @param now the time
	 * @return completes when it is written
	 */
	public Mono<Void> plan(UUID tenantId, UUID keyId, Instant now) {
		return this.tenant.query("""
				INSERT INTO kms_hsm_destruction (tenant_id, connection_id, reference, key_id, version, attempts, due_at)
				SELECT v.tenant_id, k.hsm_connection_id, v.hsm_reference, v.key_id, v.version, 0, :now
				FROM kms_key k JOIN kms_key_version v ON v.tenant_id = k.tenant_id AND v.key_id = k.key_id
				WHERE k.tenant_id = :tenant AND k.key_id = :key AND k.hsm_connection_id IS NOT NULL
				AND v.hsm_reference IS NOT NULL
				""").bind("now", now).bind("tenant", tenantId).bind("key", keyId).update().then();
	}

	/**
	 * What is due, over all tenants.
	 * @param now the time
	 * @param limit how many at most
	 * @return the keys
	 */
	public Mono<List<Destruction>> due(Instant now, int limit) {
		return this.system.query("""
				SELECT tenant_id, connection_id, reference, key_id, attempts FROM kms_hsm_destruction
				WHERE due_at <= :now ORDER BY due_at LIMIT :limit
				""")
			.bind("now", now)
			.bind("limit", limit)
			.all((row) -> new Destruction(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "connection_id", UUID.class), Columns.text(row, "reference"),
					Columns.required(row, "key_id", UUID.class), Columns.required(row, "attempts", Integer.class)))
			.collectList();
	}

	/**
	 * Notes that a key is gone.
	 * @param done the key
	 * @return completes when it is written
	 */
	public Mono<Void> remove(Destruction done) {
		return this.system.query("""
				DELETE FROM kms_hsm_destruction
				WHERE tenant_id = :tenant AND connection_id = :connection AND reference = :reference
				""")
			.bind("tenant", done.tenantId())
			.bind("connection", done.connectionId())
			.bind("reference", done.reference())
			.update()
			.then();
	}

	/**
	 * Notes that a key could not be destroyed.
	 * @param failed the key
	 * @param next when to try again
	 * @return completes when it is written
	 */
	public Mono<Void> putOff(Destruction failed, Instant next) {
		return this.system.query("""
				UPDATE kms_hsm_destruction SET attempts = attempts + 1, due_at = :next
				WHERE tenant_id = :tenant AND connection_id = :connection AND reference = :reference
				""")
			.bind("next", next)
			.bind("tenant", failed.tenantId())
			.bind("connection", failed.connectionId())
			.bind("reference", failed.reference())
			.update()
			.then();
	}

	/**
	 * How many keys need a connection: those in its HSM, and those still to be destroyed
	 * in it.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return 0 or more
	 */
	public Mono<Long> keysIn(UUID tenantId, UUID connectionId) {
		return this.tenant.query("""
				SELECT (SELECT count(*) FROM kms_key WHERE tenant_id = :tenant AND hsm_connection_id = :connection)
					+ (SELECT count(*) FROM kms_hsm_destruction WHERE tenant_id = :tenant
						AND connection_id = :connection) AS keys
				""")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.one((row) -> Columns.required(row, "keys", Long.class));
	}

	/**
	 * The keys that need a connection, locked until the transaction ends.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return their ids
	 */
	public Mono<List<UUID>> lockKeysIn(UUID tenantId, UUID connectionId) {
		return this.tenant.query("""
				SELECT key_id FROM kms_key WHERE tenant_id = :tenant AND hsm_connection_id = :connection FOR UPDATE
				""")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.all((row) -> Columns.required(row, "key_id", UUID.class))
			.collectList();
	}

	/**
	 * Forgets what was to be destroyed in an HSM.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return completes when it is written
	 */
	public Mono<Void> forget(UUID tenantId, UUID connectionId) {
		return this.tenant.query("""
				DELETE FROM kms_hsm_destruction WHERE tenant_id = :tenant AND connection_id = :connection
				""").bind("tenant", tenantId).bind("connection", connectionId).update().then();
	}

}
