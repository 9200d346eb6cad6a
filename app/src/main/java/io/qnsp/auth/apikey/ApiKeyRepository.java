package io.qnsp.auth.apikey;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The table {@code api_key}.
 */
@Component
final class ApiKeyRepository {

	private final Sql sql;

	private final Sql systemSql;

	private final Clock clock;

	ApiKeyRepository(Sql sql, @Qualifier("systemSql") Sql systemSql, Clock clock) {
		this.sql = sql;
		this.systemSql = systemSql;
		this.clock = clock;
	}

	/**
	 * A key as it is verified.
	 */
	record Stored(UUID tenantId, UUID apiKeyId, ApiKey.Holder holder, KeyHash hash, Set<Role> roles,
			List<String> scopes, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
	}

	/**
	 * The key of a hash, whatever its tenant: the tenant is what the key tells.
	 */
	Mono<Stored> findByHash(KeyHash hash) {
		return this.systemSql
			.query("""
					SELECT tenant_id, api_key_id, user_id, service_account_id, key_hash, roles, scopes, expires_at, revoked_at
					FROM api_key WHERE key_hash = :hash
					""")
			.bind("hash", hash.toBytes())
			.one(ApiKeyRepository::stored);
	}

	/**
	 * Inserts a key.
	 * @return true when it was inserted, false when a key of that hash is there already
	 */
	Mono<Boolean> insert(UUID tenantId, ApiKey key, KeyHash hash) {
		return this.sql
			.query("""
					INSERT INTO api_key (tenant_id, api_key_id, user_id, service_account_id, name, prefix, key_hash, roles, scopes,
						created_by, created_at, expires_at)
					VALUES (:tenant, :id, :user, :account, :name, :prefix, :hash, :roles, :scopes, :by, :at, :expires)
					ON CONFLICT (key_hash) DO NOTHING
					""")
			.bind("tenant", tenantId)
			.bind("id", key.apiKeyId())
			.bind("user", key.userId(), UUID.class)
			.bind("account", key.serviceAccountId(), UUID.class)
			.bind("name", key.name())
			.bind("prefix", key.prefix())
			.bind("hash", hash.toBytes())
			.bindTexts("roles", RoleGrants.wireNames(key.roles()))
			.bindTexts("scopes", key.scopes())
			.bind("by", key.createdBy())
			.bind("at", key.createdAt())
			.bind("expires", key.expiresAt(), Instant.class)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Whether a subject has a key of that name that is accepted now.
	 */
	Mono<Boolean> hasUsable(UUID tenantId, ApiKey.Holder holder, String name) {
		return this.sql.query("""
				SELECT count(*) AS usable FROM api_key
				WHERE tenant_id = :tenant AND coalesce(user_id, service_account_id) = :holder AND name = :name
				AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
				""")
			.bind("tenant", tenantId)
			.bind("holder", holder.id())
			.bind("name", name)
			.bind("now", this.clock.instant())
			.one((row) -> Columns.required(row, "usable", Long.class) > 0);
	}

	/**
	 * Whether there is a key of that id.
	 */
	Mono<Boolean> exists(UUID tenantId, UUID apiKeyId) {
		return this.sql.query("SELECT count(*) AS found FROM api_key WHERE tenant_id = :tenant AND api_key_id = :id")
			.bind("tenant", tenantId)
			.bind("id", apiKeyId)
			.one((row) -> Columns.required(row, "found", Long.class) > 0);
	}

	/**
	 * The keys of a tenant, newest first, one more than the page holds.
	 * @param holder whose keys, or {@code null} for everybody's
	 */
	Mono<List<ApiKey>> list(UUID tenantId, @Nullable UUID holder, PageRequest page) {
		return this.sql.query("""
				SELECT api_key_id, user_id, service_account_id, name, prefix, roles, scopes, created_by, created_at,
					expires_at, revoked_at
				FROM api_key
				WHERE tenant_id = :tenant AND (created_at, api_key_id) < (:at, :id)
				AND (:holder::uuid IS NULL OR user_id = :holder OR service_account_id = :holder)
				ORDER BY created_at DESC, api_key_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("holder", holder, UUID.class)
			.bind("limit", page.limit() + 1)
			.all(this::listed)
			.collectList();
	}

	/**
	 * Revokes a key; one that is revoked stays as it is.
	 * @param holder whose key it must be, or {@code null} for anybody's
	 * @return the key, or empty when there is none of that id
	 */
	Mono<ApiKey> revoke(UUID tenantId, UUID apiKeyId, @Nullable UUID holder) {
		return this.sql.query("""
				UPDATE api_key SET revoked_at = coalesce(revoked_at, :now)
				WHERE tenant_id = :tenant AND api_key_id = :id
				AND (:holder::uuid IS NULL OR user_id = :holder OR service_account_id = :holder)
				RETURNING api_key_id, user_id, service_account_id, name, prefix, roles, scopes, created_by, created_at,
					expires_at, revoked_at
				""")
			.bind("now", this.clock.instant())
			.bind("tenant", tenantId)
			.bind("id", apiKeyId)
			.bind("holder", holder, UUID.class)
			.one(this::listed);
	}

	private static Stored stored(Readable row) {
		return new Stored(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "api_key_id", UUID.class), holder(row),
				KeyHash.stored(Columns.required(row, "key_hash", byte[].class)),
				RoleGrants.stored(Columns.texts(row, "roles")), Columns.texts(row, "scopes"),
				row.get("expires_at", Instant.class), row.get("revoked_at", Instant.class));
	}

	private ApiKey listed(Readable row) {
		ApiKey.Holder holder = holder(row);
		Instant expiresAt = row.get("expires_at", Instant.class);
		Instant revokedAt = row.get("revoked_at", Instant.class);
		return new ApiKey(Columns.required(row, "api_key_id", UUID.class), Columns.text(row, "name"),
				Columns.text(row, "prefix"), holder.userId(), holder.serviceAccountId(),
				RoleGrants.sorted(RoleGrants.stored(Columns.texts(row, "roles"))), Columns.texts(row, "scopes"),
				ApiKey.statusAt(this.clock.instant(), expiresAt, revokedAt), Columns.text(row, "created_by"),
				Columns.required(row, "created_at", Instant.class), expiresAt, revokedAt);
	}

	private static ApiKey.Holder holder(Readable row) {
		UUID user = row.get("user_id", UUID.class);
		return (user != null) ? new ApiKey.Holder(ActorType.USER, user) : new ApiKey.Holder(ActorType.SERVICE,
				Objects.requireNonNull(row.get("service_account_id", UUID.class)));
	}

}
