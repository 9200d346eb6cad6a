package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.HsmProtection;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_key}.
 */
@Repository
public final class KeyRepository {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final Sql sql;

	private final JsonMapper json;

	KeyRepository(Sql sql, JsonMapper json) {
		this.sql = sql;
		this.json = json;
	}

	/**
	 * Adds a key.
	 * @param key the key
	 * @return completes when it is written
	 */
	public Mono<Void> insert(StoredKey key) {
		Sql.Statement statement = this.sql
			.query("""
					INSERT INTO kms_key (tenant_id, key_id, name, purpose, algorithm, protection, hsm_connection_id,
						hsm_protection, origin, state, state_reason,
						version, metadata, rotation_period, rotate_at, activate_at, destroy_at, destroyed_at, created_at,
						rotated_at, updated_at)
					VALUES (:tenant, :id, :name, :purpose, :algorithm, :protection, :connection,
						:hsmProtection, :origin, :state, :reason,
						:version, CAST(:metadata AS json), :rotation, :rotateAt, :activateAt, :destroyAt, :destroyedAt, :createdAt,
						:rotatedAt, :updatedAt)
					""")
			.bind("name", key.name(), String.class)
			.bind("purpose", key.purpose().wireName())
			.bind("protection", key.protection().wireName())
			.bind("connection", (key.hsm() != null) ? key.hsm().connectionId() : null, UUID.class)
			.bind("origin", key.origin().wireName())
			.bind("metadata", this.json.writeValueAsString(key.metadata()))
			.bind("rotation", (key.rotation() != null) ? key.rotation().text() : null, String.class)
			.bind("createdAt", key.createdAt());
		return bindChanging(statement, key).update().then();
	}

	/**
	 * Writes what can change of a key: its life and its current version.
	 * @param key the key, locked before
	 * @return the key
	 */
	public Mono<StoredKey> update(StoredKey key) {
		return bindChanging(
				this.sql
					.query("""
							UPDATE kms_key SET algorithm = :algorithm, state = :state, state_reason = :reason, version = :version,
								rotate_at = :rotateAt, activate_at = :activateAt, destroy_at = :destroyAt, destroyed_at = :destroyedAt,
								rotated_at = :rotatedAt, updated_at = :updatedAt, hsm_protection = :hsmProtection,
								hsm_connection_id = CASE WHEN :state = 'destroyed' THEN NULL ELSE hsm_connection_id END
							WHERE tenant_id = :tenant AND key_id = :id
							"""),
				key)
			.update()
			.thenReturn(key);
	}

	private static Sql.Statement bindChanging(Sql.Statement statement, StoredKey key) {
		StoredKey.Life life = key.life();
		return statement.bind("tenant", key.tenantId())
			.bind("id", key.keyId())
			.bind("algorithm", key.algorithm().id())
			.bind("state", life.state().wireName())
			.bind("reason", life.reason(), String.class)
			.bind("version", key.version())
			.bind("hsmProtection", (key.hsm() != null) ? key.hsm().protection().wireName() : null, String.class)
			.bind("rotateAt", life.rotateAt(), Instant.class)
			.bind("activateAt", life.activateAt(), Instant.class)
			.bind("destroyAt", life.destroyAt(), Instant.class)
			.bind("destroyedAt", life.destroyedAt(), Instant.class)
			.bind("rotatedAt", key.rotatedAt())
			.bind("updatedAt", key.updatedAt());
	}

	/**
	 * A key.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, or empty
	 */
	public Mono<StoredKey> find(UUID tenantId, UUID keyId) {
		return this.sql.query("SELECT * FROM kms_key WHERE tenant_id = :tenant AND key_id = :id")
			.bind("tenant", tenantId)
			.bind("id", keyId)
			.one(this::key);
	}

	/**
	 * A key, kept from others until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, or empty
	 */
	public Mono<StoredKey> lock(UUID tenantId, UUID keyId) {
		return this.sql.query("SELECT * FROM kms_key WHERE tenant_id = :tenant AND key_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", keyId)
			.one(this::key);
	}

	/**
	 * The keys of a tenant, newest first, one more than the page holds.
	 * @param tenantId the tenant
	 * @param filter which ones
	 * @param page which part
	 * @return the keys
	 */
	public Mono<List<StoredKey>> list(UUID tenantId, KeyFilter filter, PageRequest page) {
		return this.sql.query("""
				SELECT * FROM kms_key
				WHERE tenant_id = :tenant AND (created_at, key_id) < (:at, :id)
				AND (:state::text IS NULL OR state = :state) AND (:purpose::text IS NULL OR purpose = :purpose)
				AND (:algorithm::text IS NULL OR algorithm = :algorithm)
				ORDER BY created_at DESC, key_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("state", (filter.state() != null) ? filter.state().wireName() : null, String.class)
			.bind("purpose", (filter.purpose() != null) ? filter.purpose().wireName() : null, String.class)
			.bind("algorithm", (filter.algorithm() != null) ? filter.algorithm().id() : null, String.class)
			.bind("limit", page.limit() + 1)
			.all(this::key)
			.collectList();
	}

	private StoredKey key(Readable row) {
		String rotation = row.get("rotation_period", String.class);
		return new StoredKey(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "key_id", UUID.class), row.get("name", String.class),
				Purpose.named(Columns.text(row, "purpose")).orElseThrow(),
				Algorithm.named(Columns.text(row, "algorithm")).orElseThrow(),
				Columns.text(row, "protection").equals("hsm") ? Protection.HSM : Protection.SOFTWARE, hsm(row),
				KeyOrigin.stored(Columns.text(row, "origin")), life(row),
				Columns.required(row, "version", Integer.class),
				this.json.readValue(Columns.text(row, "metadata"), OBJECT),
				(rotation != null) ? new RotationPeriod(rotation) : null,
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "rotated_at", Instant.class),
				Columns.required(row, "updated_at", Instant.class));
	}

	private static @Nullable HsmPlace hsm(Readable row) {
		String protection = row.get("hsm_protection", String.class);
		return (protection != null)
				? new HsmPlace(row.get("hsm_connection_id", UUID.class), HsmProtection.stored(protection)) : null;
	}

	private static StoredKey.Life life(Readable row) {
		return new StoredKey.Life(KeyState.named(Columns.text(row, "state")).orElseThrow(),
				row.get("state_reason", String.class), time(row, "activate_at"), time(row, "rotate_at"),
				time(row, "destroy_at"), time(row, "destroyed_at"));
	}

	private static @Nullable Instant time(Readable row, String name) {
		return row.get(name, Instant.class);
	}

}
