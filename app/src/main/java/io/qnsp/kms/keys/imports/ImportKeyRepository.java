package io.qnsp.kms.keys.imports;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_import_key}.
 */
@Repository
final class ImportKeyRepository {

	private final Sql sql;

	ImportKeyRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Adds a key.
	 * @param max how many a tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(ImportKey key, int max) {
		return this.sql
			.query("""
					INSERT INTO kms_import_key (tenant_id, import_key_id, algorithm, public_key, sealed, created_at, expires_at)
					SELECT :tenant, :id, :algorithm, :public, :sealed, :at, :expires
					WHERE (SELECT count(*) FROM kms_import_key WHERE tenant_id = :tenant AND expires_at > :at) < :max
					""")
			.bind("tenant", key.tenantId())
			.bind("id", key.importKeyId())
			.bind("algorithm", key.algorithm().id())
			.bind("public", key.publicKey())
			.bind("sealed", key.sealed())
			.bind("at", key.createdAt())
			.bind("expires", key.expiresAt())
			.bind("max", max)
			.update()
			.map((rows) -> rows == 1);
	}

	Mono<ImportKey> find(UUID tenantId, UUID importKeyId, Instant now) {
		return this.sql.query("""
				SELECT tenant_id, import_key_id, algorithm, public_key, sealed, created_at, expires_at
				FROM kms_import_key WHERE tenant_id = :tenant AND import_key_id = :id AND expires_at > :now
				""").bind("tenant", tenantId).bind("id", importKeyId).bind("now", now).one(ImportKeyRepository::key);
	}

	/**
	 * Uses a key up, in the surrounding transaction.
	 * @return false when it is used or expired
	 */
	Mono<Boolean> take(UUID tenantId, UUID importKeyId, Instant now) {
		return this.sql.query("""
				DELETE FROM kms_import_key WHERE tenant_id = :tenant AND import_key_id = :id AND expires_at > :now
				""")
			.bind("tenant", tenantId)
			.bind("id", importKeyId)
			.bind("now", now)
			.update()
			.map((rows) -> rows == 1);
	}

	private static ImportKey key(Readable row) {
		return new ImportKey(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "import_key_id", UUID.class),
				Algorithm.named(Columns.text(row, "algorithm")).orElseThrow(),
				Columns.required(row, "public_key", byte[].class), Columns.required(row, "sealed", byte[].class),
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "expires_at", Instant.class));
	}

}
