package io.qnsp.auth.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.auth.token.SigningKeyRepository.Stored;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Actor;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.lifecycle.StartUpTask;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.SigningKey;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The keys that sign and verify access tokens, from memory. A new key is published before
 * it signs, and an old one verifies until its last token has expired, so rotation is
 * never seen by clients. Another instance's new key is loaded when its first token comes.
 */
@Component
@Order(10)
class SigningKeys implements StartUpTask, PeriodicJob {

	private static final String PURPOSE = "token-signing-key";

	private static final Algorithm ALGORITHM = Algorithm.ML_DSA_65;

	private static final long LOOK_UP_MILLIS = 1000;

	private final SigningKeyRepository repository;

	private final Transactions transactions;

	private final CryptoEngine engine;

	private final RootWrapping root;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	private final TokenProperties properties;

	private final AtomicReference<Map<String, LoadedKey>> keys = new AtomicReference<>(Map.of());

	private final AtomicLong lastLookUp = new AtomicLong();

	SigningKeys(SigningKeyRepository repository, @Qualifier("systemTransactions") Transactions transactions,
			CryptoEngine engine, RootWrapping root, Journal journal, Ids ids, Clock clock, TokenProperties properties) {
		this.repository = repository;
		this.transactions = transactions;
		this.engine = engine;
		this.root = root;
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
		this.properties = properties;
	}

	@Override
	public String name() {
		return "signing-key-rotation";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return rewrap().then(rotate(false)).then();
	}

	/**
	 * Loads what is stored, and makes the first key when there is none.
	 */
	@Override
	public Mono<Void> prepare() {
		return rewrap().then(reload())
			.then(Mono.defer(() -> this.keys.get().isEmpty() ? rotate(true).then() : Mono.empty()));
	}

	// After a change of the root key nothing needs the old one for longer than it must.
	private Mono<Void> rewrap() {
		return this.repository.usable(this.clock.instant())
			.filter((stored) -> Aead.keyIdOf(stored.wrappedSeed()).filter(this.root.currentRoot()::equals).isEmpty())
			.concatMap((stored) -> Mono
				.usingWhen(opened(stored), (seed) -> this.root.wrap(seed, PURPOSE, stored.kid()),
						(seed) -> Mono.fromRunnable(seed::close))
				.flatMap((wrapped) -> this.repository.rewrap(stored, wrapped)))
			.then();
	}

	private Mono<SecretBytes> opened(Stored stored) {
		return this.root.unwrap(stored.wrappedSeed(), PURPOSE, stored.kid())
			.onErrorMap(DecryptionException.class,
					(ex) -> new IllegalStateException(
							"The root key does not open signing key %s (expected: the root key this data was made with)"
								.formatted(stored.kid()),
							ex));
	}

	/**
	 * Reads the stored keys into memory.
	 */
	Mono<Void> reload() {
		return this.repository.usable(this.clock.instant())
			.concatMap(this::unwrap)
			.collectMap(LoadedKey::kid)
			.doOnNext(this::replace)
			.then();
	}

	/**
	 * Makes a new key when the newest is due, or at once when asked to.
	 * @param now whether the new key signs at once instead of after the overlap
	 * @return the new key's name, or empty when none was due
	 */
	Mono<String> rotate(boolean now) {
		Mono<String> work = this.repository.lock()
			.then(reload())
			.then(Mono.defer(() -> (now || isDue()) ? add(now) : Mono.empty()));
		return this.transactions.inTransaction(work).flatMap((kid) -> reload().thenReturn(kid));
	}

	/**
	 * The key that signs now.
	 */
	Mono<LoadedKey> signing() {
		Instant now = this.clock.instant();
		return Mono
			.justOrEmpty(this.keys.get()
				.values()
				.stream()
				.filter((key) -> !key.signsFrom().isAfter(now))
				.max((a, b) -> a.signsFrom().compareTo(b.signsFrom())))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("No signing key is loaded")));
	}

	/**
	 * The public key of a name.
	 */
	Optional<LoadedKey> find(String kid) {
		Instant now = this.clock.instant();
		return Optional.ofNullable(this.keys.get().get(kid)).filter((key) -> key.verifiesAt(now));
	}

	/**
	 * The public key of a name that another instance may have made just now. Unknown
	 * names cause at most one look-up a second.
	 */
	Mono<LoadedKey> findOrLoad(String kid) {
		Optional<LoadedKey> known = find(kid);
		long now = this.clock.millis();
		long last = this.lastLookUp.get();
		if (known.isPresent() || now - last < LOOK_UP_MILLIS || !this.lastLookUp.compareAndSet(last, now)) {
			return Mono.justOrEmpty(known);
		}
		return reload().then(Mono.defer(() -> Mono.justOrEmpty(find(kid))));
	}

	/**
	 * All keys that a verifier may meet, in a stable order.
	 */
	Collection<LoadedKey> published() {
		Instant now = this.clock.instant();
		return new TreeMap<>(this.keys.get()).values().stream().filter((key) -> key.verifiesAt(now)).toList();
	}

	private boolean isDue() {
		Instant limit = this.clock.instant().minus(this.properties.rotation());
		return this.keys.get().values().stream().noneMatch((key) -> key.signsFrom().isAfter(limit));
	}

	private Mono<String> add(boolean now) {
		String kid = this.ids.next().toString();
		Instant created = this.clock.instant();
		Instant signsFrom = now ? created : created.plus(this.properties.overlap());
		Instant othersVerifyUntil = signsFrom.plus(this.properties.lifetime().multipliedBy(2));
		return Mono
			.usingWhen(this.engine.signatures().generate(ALGORITHM),
					(key) -> this.root.wrap(key.secret(), PURPOSE, kid)
						.map((wrapped) -> new Stored(kid, key.publicKey(), wrapped, created, signsFrom, null)),
					(key) -> Mono.fromRunnable(key::close))
			.flatMap(this.repository::insert)
			.then(this.repository.retireOthers(kid, othersVerifyUntil))
			.then(this.journal.appendInSystemTransaction(made(kid, created)))
			.thenReturn(kid);
	}

	private AuditEvent made(String kid, Instant at) {
		return new AuditEvent(this.ids.next(), "auth.signing_key.create", "auth", Severity.INFO,
				at.truncatedTo(ChronoUnit.MILLIS), PlatformTenant.ID,
				new Actor(ActorType.SYSTEM, name(), null, PlatformTenant.ID), new Resource("signing-key", kid),
				"create", Outcome.SUCCESS, 201, new AuditEvent.Context(kid, null, null, name()), null, Map.of());
	}

	private Mono<LoadedKey> unwrap(Stored stored) {
		LoadedKey known = this.keys.get().get(stored.kid());
		if (known != null) {
			return Mono.just(known.until(stored.verifiesUntil()));
		}
		return Mono
			.usingWhen(opened(stored), (seed) -> this.engine.signatures().open(ALGORITHM, seed, stored.publicKey()),
					(seed) -> Mono.fromRunnable(seed::close))
			.map((key) -> new LoadedKey(stored.kid(), key, stored.publicKey(), stored.signsFrom(),
					stored.verifiesUntil()));
	}

	private void replace(Map<String, LoadedKey> loaded) {
		Map<String, LoadedKey> before = this.keys.getAndSet(Map.copyOf(loaded));
		List<SigningKey> gone = before.values()
			.stream()
			.filter((key) -> !loaded.containsKey(key.kid()))
			.map(LoadedKey::key)
			.toList();
		gone.forEach(SigningKey::close);
	}

}
