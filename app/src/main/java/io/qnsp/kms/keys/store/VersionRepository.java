package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_key_version}.
 */
@Repository
public final class VersionRepository {

	private static final String COLUMNS = """
			tenant_id, key_id, version, algorithm, public_key, sealed, sealed_by, hsm_reference, hsm_wrapped,
				created_at, destroyed_at
			""";

	private final Sql sql;

	VersionRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Adds a version.
	 * @param version the version
	 * @return completes when it is written
	 */
	public Mono<Void> insert(StoredVersion version) {
		HsmPart hsm = version.hsm();
		return this.sql.query("""
				INSERT INTO kms_key_version (tenant_id, key_id, version, algorithm, public_key, sealed, sealed_by,
					hsm_reference, hsm_wrapped, created_at)
				VALUES (:tenant, :key, :version, :algorithm, :public, :sealed, :sealedBy, :reference, :wrapped, :at)
				""")
			.bind("tenant", version.tenantId())
			.bind("key", version.keyId())
			.bind("version", version.version())
			.bind("algorithm", version.algorithm().id())
			.bind("public", version.publicKey(), byte[].class)
			.bind("sealed", version.sealed(), byte[].class)
			.bind("sealedBy", version.sealedBy(), UUID.class)
			.bind("reference", (hsm != null) ? hsm.reference() : null, String.class)
			.bind("wrapped", (hsm != null) ? hsm.wrapped() : null, byte[].class)
			.bind("at", version.createdAt())
			.update()
			.then();
	}

	/**
	 * A version.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @param version which one
	 * @return the version, or empty
	 */
	public Mono<StoredVersion> find(UUID tenantId, UUID keyId, int version) {
		return this.sql
			.query("SELECT " + COLUMNS
					+ "FROM kms_key_version WHERE tenant_id = :tenant AND key_id = :key AND version = :version")
			.bind("tenant", tenantId)
			.bind("key", keyId)
			.bind("version", version)
			.one(VersionRepository::version);
	}

	/**
	 * Versions of a key, newest first.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @param below only those before this one
	 * @param limit how many at most
	 * @return the versions
	 */
	public Mono<List<StoredVersion>> list(UUID tenantId, UUID keyId, int below, int limit) {
		return this.sql.query("SELECT " + COLUMNS + """
				FROM kms_key_version WHERE tenant_id = :tenant AND key_id = :key AND version < :below
				ORDER BY version DESC LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("key", keyId)
			.bind("below", below)
			.bind("limit", limit)
			.all(VersionRepository::version)
			.collectList();
	}

	/**
	 * Destroys the material of all versions of a key.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @param now when
	 * @return how many versions had any
	 */
	public Mono<Long> destroy(UUID tenantId, UUID keyId, Instant now) {
		return this.sql.query("""
				UPDATE kms_key_version SET public_key = NULL, sealed = NULL, sealed_by = NULL, hsm_reference = NULL,
					hsm_wrapped = NULL, destroyed_at = :now
				WHERE tenant_id = :tenant AND key_id = :key AND destroyed_at IS NULL
				""").bind("now", now).bind("tenant", tenantId).bind("key", keyId).update();
	}

	/**
	 * Writes a version's material sealed anew, unless it has changed meanwhile.
	 * @param before the version as it was read
	 * @param sealed the envelope
	 * @param sealedBy the tenant's key that seals it
	 * @return true when it was written
	 */
	public Mono<Boolean> reseal(StoredVersion before, byte[] sealed, UUID sealedBy) {
		return this.sql.query("""
				UPDATE kms_key_version SET sealed = :sealed, sealed_by = :by
				WHERE tenant_id = :tenant AND key_id = :key AND version = :version AND sealed_by = :before
				""")
			.bind("sealed", sealed)
			.bind("by", sealedBy)
			.bind("tenant", before.tenantId())
			.bind("key", before.keyId())
			.bind("version", before.version())
			.bind("before", before.sealedBy(), UUID.class)
			.update()
			.map((rows) -> rows == 1);
	}

	private static StoredVersion version(Readable row) {
		String reference = row.get("hsm_reference", String.class);
		HsmPart hsm = (reference != null) ? new HsmPart(reference, row.get("hsm_wrapped", byte[].class)) : null;
		return new StoredVersion(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "key_id", UUID.class), Columns.required(row, "version", Integer.class),
				Algorithm.named(Columns.text(row, "algorithm")).orElseThrow(), row.get("public_key", byte[].class),
				row.get("sealed", byte[].class), row.get("sealed_by", UUID.class), hsm,
				Columns.required(row, "created_at", Instant.class), row.get("destroyed_at", Instant.class));
	}

}
