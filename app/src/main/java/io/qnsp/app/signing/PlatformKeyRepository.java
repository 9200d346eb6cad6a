package io.qnsp.app.signing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.aead.KeyId;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The table {@code platform_signing_key}.
 */
@Repository
final class PlatformKeyRepository {

	private final Sql system;

	PlatformKeyRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * A key as it is stored.
	 *
	 * @param purpose what it signs
	 * @param wrappedSeed the seed, wrapped by the root key
	 * @param open the rest
	 */
	record Stored(String purpose, byte[] wrappedSeed, PlatformPublicKey open) {

		String subject() {
			return this.purpose + "/" + this.open.keyId();
		}

		@Override
		public String toString() {
			return "Stored[" + subject() + "]";
		}

	}

	/**
	 * The key that signs now.
	 */
	Mono<Stored> current(String purpose) {
		return this.system.query("""
				SELECT key_id, purpose, public_key, wrapped_seed, created_at, retired_at FROM platform_signing_key
				WHERE purpose = :purpose AND retired_at IS NULL
				""").bind("purpose", purpose).one(PlatformKeyRepository::stored);
	}

	/**
	 * All keys of a purpose, the newest first.
	 */
	Mono<List<PlatformPublicKey>> all(String purpose) {
		return this.system.query("""
				SELECT key_id, purpose, public_key, wrapped_seed, created_at, retired_at FROM platform_signing_key
				WHERE purpose = :purpose ORDER BY created_at DESC, key_id DESC
				""").bind("purpose", purpose).all(PlatformKeyRepository::stored).map(Stored::open).collectList();
	}

	/**
	 * Adds a current key unless there is one.
	 * @return true when it was added
	 */
	Mono<Boolean> insert(Stored key) {
		return this.system.query("""
				INSERT INTO platform_signing_key (key_id, purpose, algorithm, public_key, wrapped_seed, created_at)
				VALUES (:id, :purpose, 'ML-DSA-65', :public, :seed, :at)
				ON CONFLICT (purpose) WHERE retired_at IS NULL DO NOTHING
				""")
			.bind("id", key.open().keyId())
			.bind("purpose", key.purpose())
			.bind("public", key.open().publicKey())
			.bind("seed", key.wrappedSeed())
			.bind("at", key.open().createdAt())
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Purposes whose current key was made before a time.
	 */
	Flux<String> due(Instant before) {
		return this.system.query("""
				SELECT purpose FROM platform_signing_key WHERE retired_at IS NULL AND created_at < :before
				ORDER BY purpose
				""").bind("before", before).all((row) -> Columns.text(row, "purpose"));
	}

	/**
	 * Ends the signing of the current key of a purpose.
	 */
	Mono<Void> retire(String purpose, Instant at) {
		return this.system.query("""
				UPDATE platform_signing_key SET retired_at = greatest(created_at, CAST(:at AS timestamptz))
				WHERE purpose = :purpose AND retired_at IS NULL
				""").bind("at", at).bind("purpose", purpose).update().then();
	}

	/**
	 * Keys that retired root keys wrap. The root key's id is the third to eighteenth byte
	 * of what it wraps.
	 */
	Flux<Stored> wrappedBy(Collection<KeyId> roots) {
		return this.system.query("""
				SELECT key_id, purpose, public_key, wrapped_seed, created_at, retired_at FROM platform_signing_key
				WHERE encode(substring(wrapped_seed FROM 3 FOR 16), 'hex') = ANY (:roots)
				""")
			.bindTexts("roots", roots.stream().map(KeyId::toString).toList())
			.all(PlatformKeyRepository::stored);
	}

	/**
	 * Replaces the wrapped seed, unless another instance has done it.
	 */
	Mono<Void> rewrap(Stored key, byte[] wrapped) {
		return this.system.query("""
				UPDATE platform_signing_key SET wrapped_seed = :wrapped
				WHERE key_id = :id AND wrapped_seed = :before
				""")
			.bind("wrapped", wrapped)
			.bind("id", key.open().keyId())
			.bind("before", key.wrappedSeed())
			.update()
			.then();
	}

	private static Stored stored(Readable row) {
		@Nullable Instant retiredAt = row.get("retired_at", Instant.class);
		return new Stored(Columns.text(row, "purpose"), Columns.required(row, "wrapped_seed", byte[].class),
				new PlatformPublicKey(Columns.required(row, "key_id", UUID.class),
						Columns.required(row, "public_key", byte[].class),
						Columns.required(row, "created_at", Instant.class), retiredAt));
	}

}
