package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * What is due, over all tenants.
 */
@Repository
public final class DueKeyRepository {

	private final Sql system;

	DueKeyRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * A key, or a version of it, that something is due for.
	 *
	 * @param tenantId whose it is
	 * @param keyId the key
	 * @param version the version; the current one where the key as a whole is meant
	 */
	public record Due(UUID tenantId, UUID keyId, int version) {

	}

	/**
	 * Keys to be activated.
	 * @param now the time
	 * @param limit how many at most
	 * @return the keys
	 */
	public Mono<List<Due>> toActivate(Instant now, int limit) {
		return due(
				this.system
					.query("""
							SELECT tenant_id, key_id, version FROM kms_key WHERE activate_at <= :now ORDER BY activate_at LIMIT :limit
							"""),
				now, limit);
	}

	/**
	 * Keys to be rotated.
	 * @param now the time
	 * @param limit how many at most
	 * @return the keys
	 */
	public Mono<List<Due>> toRotate(Instant now, int limit) {
		return due(this.system.query("""
				SELECT tenant_id, key_id, version FROM kms_key
				WHERE rotate_at <= :now AND state = 'active' AND destroy_at IS NULL ORDER BY rotate_at LIMIT :limit
				"""), now, limit);
	}

	/**
	 * Keys to be destroyed.
	 * @param now the time
	 * @param limit how many at most
	 * @return the keys
	 */
	public Mono<List<Due>> toDestroy(Instant now, int limit) {
		return due(this.system.query("""
				SELECT tenant_id, key_id, version FROM kms_key WHERE destroy_at <= :now ORDER BY destroy_at LIMIT :limit
				"""), now, limit);
	}

	/**
	 * Versions that a retired key of their tenant seals.
	 * @param limit how many at most
	 * @return the versions
	 */
	public Mono<List<Due>> toReseal(int limit) {
		return this.system.query("""
				SELECT v.tenant_id, v.key_id, v.version FROM tenant_key t
				JOIN kms_key_version v ON v.tenant_id = t.tenant_id AND v.sealed_by = t.key_id
				WHERE t.retired_at IS NOT NULL
				LIMIT :limit
				""").bind("limit", limit).all(DueKeyRepository::due).collectList();
	}

	private static Mono<List<Due>> due(Sql.Statement statement, Instant now, int limit) {
		return statement.bind("now", now).bind("limit", limit).all(DueKeyRepository::due).collectList();
	}

	private static Due due(Readable row) {
		return new Due(Columns.required(row, "tenant_id", UUID.class), Columns.required(row, "key_id", UUID.class),
				Columns.required(row, "version", Integer.class));
	}

}
