package io.qnsp.core.idempotency;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.keyring.Keyring;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/**
 * The answers that can be replayed. The first call's transaction claims the key; a
 * concurrent second call waits for that transaction and then finds the answer. All
 * answers are sealed: some hold secrets.
 */
public final class IdempotentAnswers {

	private static final Duration KEPT = Duration.ofHours(24);

	private static final String PURPOSE = "idempotent-answer";

	private final Sql sql;

	private final Keyring keyring;

	private final Clock clock;

	/**
	 * Creates it.
	 * @param sql the tenant's statements
	 * @param keyring seals the answers
	 * @param clock the clock that answers expire by
	 */
	public IdempotentAnswers(Sql sql, Keyring keyring, Clock clock) {
		this.sql = sql;
		this.keyring = keyring;
		this.clock = clock;
	}

	/**
	 * Looks for the answer of an earlier call with the same key.
	 * @param request the call
	 * @return the answer; empty when the key is new; an error
	 * {@link ErrorCode#IDEMPOTENCY_KEY_REUSED} when the earlier call was another one
	 */
	public Mono<StoredAnswer> find(IdempotentRequest request) {
		return this.sql.query("""
				SELECT request_hash, status, answer FROM idempotent_answer
				WHERE tenant_id = :tenant AND subject = :subject AND idempotency_key = :key
				AND expires_at > :now AND answer IS NOT NULL
				""")
			.bind("tenant", request.tenantId())
			.bind("subject", request.subject())
			.bind("key", request.key())
			.bind("now", this.clock.instant())
			.one((row) -> sealed(request, row))
			.flatMap((stored) -> this.keyring.openOfAnyLength(stored.body(), PURPOSE, sealedFor(request))
				.map((body) -> new StoredAnswer(stored.status(), body)));
	}

	/**
	 * Claims the key in the surrounding transaction.
	 * @param request the call
	 * @return true when this transaction may do the work; false when another call has
	 * committed an answer
	 */
	public Mono<Boolean> claim(IdempotentRequest request) {
		Instant now = this.clock.instant();
		return this.sql.query("""
				INSERT INTO idempotent_answer (tenant_id, subject, idempotency_key, request_hash, expires_at)
				VALUES (:tenant, :subject, :key, :hash, :expires)
				ON CONFLICT (tenant_id, subject, idempotency_key) DO UPDATE
				SET request_hash = excluded.request_hash, expires_at = excluded.expires_at, status = NULL, answer = NULL
				WHERE idempotent_answer.expires_at <= :now
				""")
			.bind("tenant", request.tenantId())
			.bind("subject", request.subject())
			.bind("key", request.key())
			.bind("hash", request.hash())
			.bind("expires", now.plus(KEPT))
			.bind("now", now)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Stores the answer in the transaction that claimed the key.
	 * @param request the call
	 * @param answer its answer
	 * @return completes when it is written
	 */
	public Mono<Void> store(IdempotentRequest request, StoredAnswer answer) {
		return this.keyring.sealOfAnyLength(answer.body(), PURPOSE, sealedFor(request))
			.flatMap((sealed) -> write(request, answer.status(), sealed));
	}

	private Mono<Void> write(IdempotentRequest request, int status, byte[] sealed) {
		return this.sql.query("""
				UPDATE idempotent_answer SET status = :status, answer = :answer
				WHERE tenant_id = :tenant AND subject = :subject AND idempotency_key = :key
				""")
			.bind("status", status)
			.bind("answer", sealed)
			.bind("tenant", request.tenantId())
			.bind("subject", request.subject())
			.bind("key", request.key())
			.update()
			.then();
	}

	private static StoredAnswer sealed(IdempotentRequest request, Readable row) {
		byte[] hash = Objects.requireNonNull(row.get("request_hash", byte[].class));
		if (!MessageDigest.isEqual(hash, request.hash())) {
			throw new QnspException(ErrorCode.IDEMPOTENCY_KEY_REUSED,
					"The Idempotency-Key was used for another request (expected: the same method, path and body)");
		}
		byte[] sealed = Objects.requireNonNull(row.get("answer", byte[].class));
		int status = Objects.requireNonNull(row.get("status", Integer.class));
		return new StoredAnswer(status, sealed);
	}

	private static String sealedFor(IdempotentRequest request) {
		return request.tenantId() + "|" + request.subject() + "|" + request.key();
	}

}
