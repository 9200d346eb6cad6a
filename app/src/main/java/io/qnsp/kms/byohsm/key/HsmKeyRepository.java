package io.qnsp.kms.byohsm.key;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.hsm.HsmWrapScheme;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_hsm_key}, for the tenant.
 */
@Repository
public final class HsmKeyRepository {

	private static final String SELECT = """
			SELECT tenant_id, key_id, connection_id, key_type, algorithm, purposes, reference, public_key, wrapped,
				wrap_scheme, name, description, created_at
			FROM kms_hsm_key
			""";

	private final Sql sql;

	HsmKeyRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<Void> insert(StoredHsmKey key) {
		StoredHsmKey.Place place = key.place();
		String reference = switch (place) {
			case StoredHsmKey.Place.Native inHsm -> inHsm.reference();
			case StoredHsmKey.Place.Wrapped wrapped -> wrapped.wrappedBy();
		};
		StoredHsmKey.Place.Wrapped wrapped = (place instanceof StoredHsmKey.Place.Wrapped one) ? one : null;
		return this.sql.query("""
				INSERT INTO kms_hsm_key (tenant_id, key_id, connection_id, key_type, algorithm, purposes, protection,
					reference, public_key, wrapped, wrap_scheme, name, description, created_at)
				VALUES (:tenant, :id, :connection, :type, :algorithm, :purposes, :protection, :reference, :public,
					:wrapped, :scheme, :name, :description, :created)
				""")
			.bind("tenant", key.tenantId())
			.bind("id", key.keyId())
			.bind("connection", key.connectionId())
			.bind("type", key.type().wireName())
			.bind("algorithm", key.algorithm())
			.bindTexts("purposes", key.purposes().stream().map(KeyPurpose::wireName).toList())
			.bind("protection", key.protection().wireName())
			.bind("reference", reference)
			.bind("public", key.publicKey(), byte[].class)
			.bind("wrapped", (wrapped != null) ? wrapped.bytes() : null, byte[].class)
			.bind("scheme", (wrapped != null) ? wrapped.scheme().label() : null, String.class)
			.bind("name", key.name(), String.class)
			.bind("description", key.description(), String.class)
			.bind("created", key.createdAt())
			.update()
			.then();
	}

	/**
	 * A key.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, or empty
	 */
	public Mono<StoredHsmKey> find(UUID tenantId, UUID keyId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND key_id = :id")
			.bind("tenant", tenantId)
			.bind("id", keyId)
			.one(HsmKeyRepository::key);
	}

	/**
	 * The keys of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<StoredHsmKey>> list(UUID tenantId, @Nullable UUID connectionId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, key_id) < (:at, :id)
				AND (:connection::uuid IS NULL OR connection_id = :connection)
				ORDER BY created_at DESC, key_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("connection", connectionId, UUID.class)
			.bind("limit", page.limit() + 1)
			.all(HsmKeyRepository::key)
			.collectList();
	}

	Mono<Long> count(UUID tenantId, UUID connectionId) {
		return this.sql.query("""
				SELECT count(*) AS keys FROM kms_hsm_key WHERE tenant_id = :tenant AND connection_id = :connection
				""")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.one((row) -> Columns.required(row, "keys", Long.class));
	}

	Mono<Long> delete(UUID tenantId, UUID connectionId) {
		return this.sql.query("DELETE FROM kms_hsm_key WHERE tenant_id = :tenant AND connection_id = :connection")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.update();
	}

	private static StoredHsmKey key(Readable row) {
		byte[] wrapped = row.get("wrapped", byte[].class);
		String reference = Columns.text(row, "reference");
		StoredHsmKey.Place place = (wrapped == null) ? new StoredHsmKey.Place.Native(reference)
				: new StoredHsmKey.Place.Wrapped(reference,
						HsmWrapScheme.named(Columns.text(row, "wrap_scheme")).orElseThrow(), wrapped);
		return new StoredHsmKey(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "key_id", UUID.class), Columns.required(row, "connection_id", UUID.class),
				KeyType.stored(Columns.text(row, "key_type")), Columns.text(row, "algorithm"),
				Columns.texts(row, "purposes").stream().map(KeyPurpose::stored).toList(), place,
				row.get("public_key", byte[].class), row.get("name", String.class),
				row.get("description", String.class), Columns.required(row, "created_at", Instant.class));
	}

}
