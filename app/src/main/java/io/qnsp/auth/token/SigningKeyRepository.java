package io.qnsp.auth.token;

import java.time.Instant;
import java.util.Objects;

import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The platform's signing keys.
 */
@Component
class SigningKeyRepository {

	// Names the advisory lock that one rotation at a time holds.
	private static final long ROTATION_LOCK = 0x716e73705f6b6579L;

	private final Sql sql;

	SigningKeyRepository(@Qualifier("systemSql") Sql sql) {
		this.sql = sql;
	}

	Flux<Stored> usable(Instant now) {
		return this.sql.query("""
				SELECT kid, public_key, wrapped_seed, created_at, signs_from, verifies_until FROM signing_key
				WHERE verifies_until IS NULL OR verifies_until > :now
				ORDER BY signs_from, kid
				""").bind("now", now).all(SigningKeyRepository::read);
	}

	Mono<Void> insert(Stored key) {
		return this.sql.query("""
				INSERT INTO signing_key (kid, algorithm, public_key, wrapped_seed, created_at, signs_from)
				VALUES (:kid, :algorithm, :public, :seed, :created, :signs)
				""")
			.bind("kid", key.kid())
			.bind("algorithm", TokenCodec.ALGORITHM)
			.bind("public", key.publicKey())
			.bind("seed", key.wrappedSeed())
			.bind("created", key.createdAt())
			.bind("signs", key.signsFrom())
			.update()
			.then();
	}

	/**
	 * Replaces the wrapped seed, unless another instance has done it.
	 */
	Mono<Void> rewrap(Stored key, byte[] wrapped) {
		return this.sql
			.query("UPDATE signing_key SET wrapped_seed = :wrapped WHERE kid = :kid AND wrapped_seed = :before")
			.bind("wrapped", wrapped)
			.bind("kid", key.kid())
			.bind("before", key.wrappedSeed())
			.update()
			.then();
	}

	/**
	 * Ends the signing of all keys but one; what they signed verifies until the given
	 * time.
	 */
	Mono<Void> retireOthers(String kid, Instant verifiesUntil) {
		return this.sql.query("""
				UPDATE signing_key SET verifies_until = :until WHERE kid <> :kid AND verifies_until IS NULL
				""").bind("until", verifiesUntil).bind("kid", kid).update().then();
	}

	/**
	 * Waits until no other instance rotates, until the surrounding transaction ends.
	 */
	Mono<Void> lock() {
		return this.sql.query("SELECT pg_advisory_xact_lock(:lock) IS NULL AS locked")
			.bind("lock", ROTATION_LOCK)
			.one((row) -> true)
			.then();
	}

	private static Stored read(Readable row) {
		return new Stored(text(row, "kid"), bytes(row, "public_key"), bytes(row, "wrapped_seed"),
				time(row, "created_at"), time(row, "signs_from"), row.get("verifies_until", Instant.class));
	}

	private static String text(Readable row, String name) {
		return Objects.requireNonNull(row.get(name, String.class));
	}

	private static byte[] bytes(Readable row, String name) {
		return Objects.requireNonNull(row.get(name, byte[].class));
	}

	private static Instant time(Readable row, String name) {
		return Objects.requireNonNull(row.get(name, Instant.class));
	}

	/**
	 * A key as it is stored.
	 *
	 * @param kid its name
	 * @param publicKey the public key
	 * @param wrappedSeed the seed, wrapped by the root key
	 * @param createdAt when it was made
	 * @param signsFrom when it begins to sign
	 * @param verifiesUntil until when it verifies, or {@code null} while it signs
	 */
	record Stored(String kid, byte[] publicKey, byte[] wrappedSeed, Instant createdAt, Instant signsFrom,
			@Nullable Instant verifiesUntil) {

		@Override
		public String toString() {
			return "Stored[" + this.kid + "]";
		}

	}

}
