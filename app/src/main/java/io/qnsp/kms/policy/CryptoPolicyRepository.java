package io.qnsp.kms.policy;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_crypto_policy}.
 */
@Repository
final class CryptoPolicyRepository implements CryptoPolicies {

	private final Sql sql;

	CryptoPolicyRepository(Sql sql) {
		this.sql = sql;
	}

	@Override
	public Mono<CryptoPolicy> of(UUID tenantId) {
		return this.sql
			.query("SELECT experimental_algorithms, updated_at FROM kms_crypto_policy WHERE tenant_id = :tenant")
			.bind("tenant", tenantId)
			.one((row) -> new CryptoPolicy(Columns.required(row, "experimental_algorithms", Boolean.class),
					row.get("updated_at", Instant.class)))
			.defaultIfEmpty(CryptoPolicy.UNSAID);
	}

	Mono<CryptoPolicy> put(UUID tenantId, boolean experimental, Instant now) {
		return this.sql.query("""
				INSERT INTO kms_crypto_policy (tenant_id, experimental_algorithms, updated_at)
				VALUES (:tenant, :experimental, :now)
				ON CONFLICT (tenant_id) DO UPDATE
				SET experimental_algorithms = excluded.experimental_algorithms, updated_at = excluded.updated_at
				""")
			.bind("tenant", tenantId)
			.bind("experimental", experimental)
			.bind("now", now)
			.update()
			.thenReturn(new CryptoPolicy(experimental, now));
	}

}
