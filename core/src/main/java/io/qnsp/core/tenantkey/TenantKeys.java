package io.qnsp.core.tenantkey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Seals under the keys of tenants. A tenant's first key is made when it is first needed.
 * Keys are in memory for a few minutes at most and wiped then.
 * <p>
 * <b>Security guarantees.</b> AES-256-GCM envelopes that name the tenant's key; what is
 * sealed opens for exactly the tenant, purpose, id and version it was sealed for, as long
 * as the tenant's keys are there. {@link #shred} makes all of it unreadable: on this
 * instance before it answers, on others as soon as the event {@code tenant.key.shred}
 * that goes with it has reached them, milliseconds later.
 */
public final class TenantKeys implements TailListener {

	/** The event that a tenant's keys were shredded; its tenant says whose. */
	public static final String SHREDDED = "tenant.key.shred";

	/** The event that a tenant has a new current key. */
	public static final String ROTATED = "tenant.key.rotate";

	private static final Set<String> CHANGES = Set.of(SHREDDED, ROTATED);

	private static final String PURPOSE = "tenant-key";

	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final int MOST_TENANTS = 10_000;

	private static final SecretAccess SEALING = SecretAccess.because("secret to be sealed under its tenant's key");

	private final TenantKeyTable table;

	private final Transactions transactions;

	private final RootWrapping root;

	private final Aead aead;

	private final Randoms randoms;

	private final Ids ids;

	private final Clock clock;

	private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

	private final AsyncCache<UUID, KeySet> keys = Caffeine.newBuilder()
		.expireAfterWrite(KEPT)
		.maximumSize(MOST_TENANTS)
		.scheduler(Scheduler.systemScheduler())
		.executor(Runnable::run)
		.removalListener(TenantKeys::wipe)
		.buildAsync();

	/**
	 * Creates it.
	 * @param system access across tenants: the keys are no tenant's to read
	 * @param transactions transactions of the same connections
	 * @param root wraps the keys
	 * @param aead the cipher
	 * @param randoms where keys come from
	 * @param ids where their ids come from
	 * @param clock the clock
	 */
	public TenantKeys(Sql system, Transactions transactions, RootWrapping root, Aead aead, Randoms randoms, Ids ids,
			Clock clock) {
		this.table = new TenantKeyTable(system);
		this.transactions = transactions;
		this.root = root;
		this.aead = aead;
		this.randoms = randoms;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Seals a secret under its tenant's current key.
	 * @param secret at most 64 KiB; open until the answer
	 * @param what what it is bound to
	 * @return the envelope
	 */
	public Mono<byte[]> seal(SecretBytes secret, SealedFor what) {
		return with(what.tenantId(), (set) -> secret.read(SEALING,
				(bytes) -> this.aead.encryptInline(set.current(), bytes, what.associatedData())));
	}

	/**
	 * Opens what was sealed.
	 * @param envelope what {@link #seal} made
	 * @param what the same as then
	 * @return the secret; the caller closes it. {@link DecryptionException} when it does
	 * not open, whatever the reason, a shredded key included
	 */
	public Mono<SecretBytes> open(byte[] envelope, SealedFor what) {
		return with(what.tenantId(), (set) -> {
			AeadKey key = Aead.keyIdOf(envelope).map(set::find).orElseThrow(DecryptionException::new);
			return SecretBytes.takeOver(this.aead.decryptInline(key, envelope, what.associatedData()));
		});
	}

	/**
	 * Whether an envelope is sealed under its tenant's current key.
	 * @param tenantId whose it is
	 * @param envelope what {@link #seal} made
	 * @return false when it should be sealed again
	 */
	public Mono<Boolean> isCurrent(UUID tenantId, byte[] envelope) {
		return with(tenantId, (set) -> Aead.keyIdOf(envelope).filter(set.current().id()::equals).isPresent());
	}

	/**
	 * Which of its tenant's keys seals an envelope. The answer is not authenticated.
	 * @param envelope what {@link #seal} made
	 * @return the key's id, or empty for anything else
	 */
	public static Optional<UUID> sealedBy(byte[] envelope) {
		return Aead.keyIdOf(envelope).map((id) -> new UUID(id.high(), id.low()));
	}

	/**
	 * Gives a tenant a new current key; the old ones still open.
	 * @param tenantId the tenant
	 * @return completes when it is committed
	 */
	public Mono<Void> rotate(UUID tenantId) {
		return this.transactions
			.inTransaction(this.table.retire(tenantId, this.clock.instant()).then(insert(tenantId)).then())
			.doOnSuccess((done) -> forget(tenantId));
	}

	/**
	 * Tenants whose current key was made before a time.
	 * @param time the time
	 * @param limit how many at most
	 * @return the tenants
	 */
	Mono<List<UUID>> madeBefore(Instant time, int limit) {
		return this.table.madeBefore(time, limit);
	}

	/**
	 * Destroys all keys of a tenant. What is sealed afterwards has a new key.
	 * @param tenantId the tenant
	 * @return how many keys there were
	 */
	public Mono<Long> shred(UUID tenantId) {
		return this.table.delete(tenantId).doOnNext((rows) -> forget(tenantId));
	}

	/**
	 * Wraps keys anew that a retired root key wraps.
	 * @param limit how many at most
	 * @return how many it were
	 */
	public Mono<Integer> rewrap(int limit) {
		String current = this.root.currentRoot().toString();
		List<String> retired = this.root.retiredRoots().stream().map(KeyId::toString).toList();
		return this.transactions.inTransaction(this.table.wrappedBy(retired, limit)
			.flatMapIterable((all) -> all)
			.concatMap((key) -> rewrapped(key).flatMap((anew) -> this.table.rewrap(anew, current)).thenReturn(key))
			.count()
			.map(Long::intValue));
	}

	private Mono<TenantKeyTable.Stored> rewrapped(TenantKeyTable.Stored key) {
		return Mono.usingWhen(this.root.unwrap(key.wrapped(), PURPOSE, subject(key)),
				(secret) -> this.root.wrap(secret, PURPOSE, subject(key)), (secret) -> Mono.fromRunnable(secret::close))
			.map((wrapped) -> new TenantKeyTable.Stored(key.tenantId(), key.keyId(), wrapped, key.current()));
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			if (CHANGES.contains(entry.event().eventType()) && entry.event().outcome() == AuditEvent.Outcome.SUCCESS) {
				forget(entry.event().tenantId());
			}
		}
	}

	/**
	 * Adds somebody who keeps what was opened in memory.
	 * @param listener told of a tenant whose keys have changed or are gone, on this
	 * instance before {@link #shred} answers; must not block
	 */
	public void listen(Consumer<UUID> listener) {
		this.listeners.add(listener);
	}

	private void forget(UUID tenantId) {
		this.keys.synchronous().invalidate(tenantId);
		this.listeners.forEach((listener) -> listener.accept(tenantId));
	}

	// A set that is wiped between look-up and use is looked up once more.
	private <T> Mono<T> with(UUID tenantId, Function<KeySet, T> use) {
		Mono<T> once = Mono.defer(() -> SharedLookUps.await(lookUp(tenantId))).map(use);
		return once.onErrorResume(IllegalStateException.class, (wiped) -> once);
	}

	private CompletableFuture<KeySet> lookUp(UUID tenantId) {
		return this.keys.get(tenantId, (id, executor) -> SharedLookUps.start(load(id)));
	}

	private Mono<KeySet> load(UUID tenantId) {
		return this.table.find(tenantId)
			.filter((stored) -> !stored.isEmpty() && stored.getFirst().current())
			.switchIfEmpty(insert(tenantId).then(this.table.find(tenantId)))
			.flatMap(this::unwrapped);
	}

	private Mono<Boolean> insert(UUID tenantId) {
		return Mono.defer(() -> {
			UUID id = this.ids.next();
			return Mono
				.using(() -> this.randoms.secret(AeadKey.BYTES),
						(fresh) -> this.root.wrap(fresh, PURPOSE, subject(tenantId, id)), SecretBytes::close)
				.flatMap((wrapped) -> this.table.insert(new TenantKeyTable.Stored(tenantId, id, wrapped, true),
						this.root.currentRoot().toString(), this.clock.instant()));
		});
	}

	private Mono<KeySet> unwrapped(List<TenantKeyTable.Stored> stored) {
		return Mono.defer(() -> {
			List<AeadKey> all = new ArrayList<>();
			return Flux.fromIterable(stored)
				.concatMap((key) -> this.root.unwrap(key.wrapped(), PURPOSE, subject(key))
					.map((secret) -> new AeadKey(KeyId.of(key.keyId()), secret)))
				.doOnNext(all::add)
				.then(Mono.fromCallable(() -> new KeySet(all.getFirst(), all)))
				.doOnError((error) -> all.forEach(AeadKey::close))
				.doOnCancel(() -> all.forEach(AeadKey::close));
		});
	}

	private static String subject(TenantKeyTable.Stored key) {
		return subject(key.tenantId(), key.keyId());
	}

	private static String subject(UUID tenantId, UUID keyId) {
		return tenantId + "|" + keyId;
	}

	private static void wipe(@Nullable UUID tenantId, @Nullable KeySet set, RemovalCause cause) {
		if (set != null) {
			set.close();
		}
	}

}
