package io.qnsp.app.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.qnsp.app.signing.PlatformKeyRepository.Stored;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Actor;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.SigningKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Signs for the platform, with one ML-DSA-65 key for each purpose. A purpose is a
 * constant in code such as {@code audit.webhook}: lower case letters, digits, dots and
 * hyphens, at most 64.
 */
@Component
public final class PlatformKeys implements PeriodicJob, DisposableBean {

	/** What all keys sign with. */
	public static final Algorithm ALGORITHM = Algorithm.ML_DSA_65;

	private static final String WRAPPED_FOR = "app.platform-signing-key";

	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final Duration LIFETIME = Duration.ofDays(365);

	private final PlatformKeyRepository repository;

	private final Transactions transactions;

	private final CryptoEngine engine;

	private final RootWrapping root;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	private final AsyncCache<String, Loaded> keys = Caffeine.newBuilder()
		.expireAfterWrite(KEPT)
		.scheduler(Scheduler.systemScheduler())
		.executor(Runnable::run)
		.removalListener(PlatformKeys::wipe)
		.buildAsync();

	PlatformKeys(PlatformKeyRepository repository, @Qualifier("systemTransactions") Transactions transactions,
			CryptoEngine engine, RootWrapping root, Journal journal, Ids ids, Clock clock) {
		this.repository = repository;
		this.transactions = transactions;
		this.engine = engine;
		this.root = root;
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Signs, with the empty context.
	 * @param purpose which key
	 * @param message any length; unchanged until the answer
	 * @return the signature and the key that made it
	 */
	public Mono<PlatformSignature> sign(String purpose, byte[] message) {
		Mono<PlatformSignature> once = Mono.defer(() -> SharedLookUps.await(lookUp(purpose)))
			.flatMap((key) -> this.engine.signatures()
				.sign(key.key(), message)
				.map((bytes) -> new PlatformSignature(key.keyId(), bytes)));
		// A key that is wiped between look-up and use is looked up once more.
		return once.onErrorResume(IllegalStateException.class, (wiped) -> once);
	}

	/**
	 * The public keys of a purpose, also of those that sign no more.
	 * @param purpose which keys
	 * @return the newest first; never empty: the first key is made when there is none
	 */
	public Mono<List<PlatformPublicKey>> publicKeys(String purpose) {
		return this.repository.all(purpose)
			.filter((found) -> !found.isEmpty())
			.switchIfEmpty(Mono.defer(() -> make(purpose)).then(this.repository.all(purpose)));
	}

	/**
	 * Gives a purpose a new key; what the old one signed still verifies. Another instance
	 * may sign with the old one for five minutes more.
	 * @param purpose which key
	 * @return completes when it is committed
	 */
	public Mono<Void> rotate(String purpose) {
		Mono<Void> work = this.repository.retire(purpose, now()).then(Mono.defer(() -> make(purpose)));
		return this.transactions.inTransaction(work).doOnSuccess((done) -> this.keys.synchronous().invalidate(purpose));
	}

	@Override
	public String name() {
		return "platform-signing-keys";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(1);
	}

	/**
	 * Wraps keys anew that a retired root key wraps, and replaces those that are old.
	 */
	@Override
	public Mono<Void> run() {
		return this.repository.wrappedBy(this.root.retiredRoots())
			.concatMap(this::rewrap)
			.thenMany(this.repository.due(now().minus(LIFETIME)))
			.concatMap(this::rotate)
			.then();
	}

	@Override
	public void destroy() {
		this.keys.synchronous().invalidateAll();
	}

	private Mono<Void> rewrap(Stored stored) {
		return Mono
			.usingWhen(opened(stored), (seed) -> this.root.wrap(seed, WRAPPED_FOR, stored.subject()),
					(seed) -> Mono.fromRunnable(seed::close))
			.flatMap((wrapped) -> this.repository.rewrap(stored, wrapped));
	}

	private CompletableFuture<Loaded> lookUp(String purpose) {
		return this.keys.get(purpose, (name, executor) -> SharedLookUps.start(load(name)));
	}

	private Mono<Loaded> load(String purpose) {
		return this.repository.current(purpose)
			.switchIfEmpty(Mono.defer(() -> make(purpose)).then(this.repository.current(purpose)))
			.flatMap((stored) -> Mono
				.usingWhen(opened(stored),
						(seed) -> this.engine.signatures().open(ALGORITHM, seed, stored.open().publicKey()),
						(seed) -> Mono.fromRunnable(seed::close))
				.map((key) -> new Loaded(stored.open().keyId(), key)));
	}

	// Whoever comes second leaves its key behind and takes the first one's.
	private Mono<Void> make(String purpose) {
		Mono<Void> work = fresh(purpose).flatMap((stored) -> this.repository.insert(stored)
			.flatMap((inserted) -> inserted ? this.journal.appendInSystemTransaction(made(stored)) : Mono.empty()));
		return this.transactions.inTransaction(work);
	}

	private Mono<Stored> fresh(String purpose) {
		return Mono.defer(() -> {
			UUID id = this.ids.next();
			return Mono.usingWhen(this.engine.signatures().generate(ALGORITHM),
					(key) -> this.root.wrap(key.secret(), WRAPPED_FOR, purpose + "/" + id)
						.map((wrapped) -> new Stored(purpose, wrapped,
								new PlatformPublicKey(id, key.publicKey(), now(), null))),
					(key) -> Mono.fromRunnable(key::close));
		});
	}

	private Mono<SecretBytes> opened(Stored stored) {
		return this.root.unwrap(stored.wrappedSeed(), WRAPPED_FOR, stored.subject())
			.onErrorMap(DecryptionException.class,
					(ex) -> new IllegalArgumentException(
							"The root key does not open signing key %s (expected: the root key this data was made with)"
								.formatted(stored.subject()),
							ex));
	}

	private AuditEvent made(Stored key) {
		String id = key.open().keyId().toString();
		return new AuditEvent(this.ids.next(), "platform.signing_key.create", "platform", Severity.INFO,
				key.open().createdAt().truncatedTo(ChronoUnit.MILLIS), PlatformTenant.ID,
				new Actor(ActorType.SYSTEM, name(), null, PlatformTenant.ID), new Resource("signing-key", id), "create",
				Outcome.SUCCESS, 201, new AuditEvent.Context(id, null, null, name()), null,
				Map.of("purpose", key.purpose(), "algorithm", ALGORITHM.id()));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static void wipe(@Nullable String purpose, @Nullable Loaded key, RemovalCause cause) {
		if (key != null) {
			key.key().close();
		}
	}

	/**
	 * A key in memory.
	 */
	private record Loaded(UUID keyId, SigningKey key) {

		@Override
		public String toString() {
			return "Loaded[" + this.keyId + "]";
		}

	}

}
