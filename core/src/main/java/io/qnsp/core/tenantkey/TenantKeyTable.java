package io.qnsp.core.tenantkey;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/**
 * The table {@code tenant_key}, over all tenants.
 */
final class TenantKeyTable {

	private final Sql system;

	TenantKeyTable(Sql system) {
		this.system = system;
	}

	/** All keys of a tenant, the current one first. */
	Mono<List<Stored>> find(UUID tenantId) {
		return this.system.query("""
				SELECT tenant_id, key_id, wrapped, retired_at FROM tenant_key WHERE tenant_id = :tenant
				ORDER BY retired_at DESC NULLS FIRST
				""").bind("tenant", tenantId).all(TenantKeyTable::stored).collectList();
	}

	/** Adds the current key, unless there is one. */
	Mono<Boolean> insert(Stored key, String rootKeyId, Instant now) {
		return this.system.query("""
				INSERT INTO tenant_key (tenant_id, key_id, root_key_id, wrapped, created_at)
				VALUES (:tenant, :id, :root, :wrapped, :now)
				ON CONFLICT (tenant_id) WHERE retired_at IS NULL DO NOTHING
				""")
			.bind("tenant", key.tenantId())
			.bind("id", key.keyId())
			.bind("root", rootKeyId)
			.bind("wrapped", key.wrapped())
			.bind("now", now)
			.update()
			.map((rows) -> rows == 1);
	}

	/** Retires the current key. */
	Mono<Void> retire(UUID tenantId, Instant now) {
		return this.system
			.query("UPDATE tenant_key SET retired_at = :now WHERE tenant_id = :tenant AND retired_at IS NULL")
			.bind("tenant", tenantId)
			.bind("now", now)
			.update()
			.then();
	}

	/** Tenants whose current key was made before a time. */
	Mono<List<UUID>> madeBefore(Instant time, int limit) {
		return this.system.query("""
				SELECT tenant_id FROM tenant_key WHERE retired_at IS NULL AND created_at < :time LIMIT :limit
				""")
			.bind("time", time)
			.bind("limit", limit)
			.all((row) -> Columns.required(row, "tenant_id", UUID.class))
			.collectList();
	}

	Mono<Long> delete(UUID tenantId) {
		return this.system.query("DELETE FROM tenant_key WHERE tenant_id = :tenant").bind("tenant", tenantId).update();
	}

	/** Keys that one of the root keys wraps, locked until the transaction ends. */
	Mono<List<Stored>> wrappedBy(Collection<String> rootKeyIds, int limit) {
		return this.system.query("""
				SELECT tenant_id, key_id, wrapped, retired_at FROM tenant_key WHERE root_key_id = ANY (:roots)
				LIMIT :limit FOR UPDATE SKIP LOCKED
				""").bindTexts("roots", rootKeyIds).bind("limit", limit).all(TenantKeyTable::stored).collectList();
	}

	Mono<Void> rewrap(Stored key, String rootKeyId) {
		return this.system.query("""
				UPDATE tenant_key SET wrapped = :wrapped, root_key_id = :root
				WHERE tenant_id = :tenant AND key_id = :id
				""")
			.bind("wrapped", key.wrapped())
			.bind("root", rootKeyId)
			.bind("tenant", key.tenantId())
			.bind("id", key.keyId())
			.update()
			.then();
	}

	private static Stored stored(Readable row) {
		return new Stored(Columns.required(row, "tenant_id", UUID.class), Columns.required(row, "key_id", UUID.class),
				Columns.required(row, "wrapped", byte[].class), row.get("retired_at") == null);
	}

	/**
	 * A key as it is stored.
	 *
	 * @param tenantId whose it is
	 * @param keyId its id
	 * @param wrapped the key, wrapped by a root key
	 * @param current whether it is used for what is new
	 */
	record Stored(UUID tenantId, UUID keyId, byte[] wrapped, boolean current) {

	}

}
