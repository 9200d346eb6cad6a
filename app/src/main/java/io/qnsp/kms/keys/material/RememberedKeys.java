package io.qnsp.kms.keys.material;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Keys in memory, so that using one asks no database. A change on this instance forgets
 * the key before it is answered, a change on another one as soon as the journal tells,
 * milliseconds later; material is wiped when its key or its tenant's keys are destroyed,
 * and five minutes after it was used last.
 */
@Component
public final class RememberedKeys implements TailListener {

	private static final String DESTROYED = "kms.key.destroy";

	private static final Set<String> CHANGES = Set.of("kms.key.rotate", "kms.key.upgrade", "kms.key.disable",
			"kms.key.enable", "kms.key.activate", "kms.key.delete", "kms.key.cancel_deletion");

	private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

	private static final int MOST_KEYS = 50_000;

	private static final int MOST_MATERIALS = 10_000;

	private final KeyRepository keys;

	private final VersionRepository versions;

	private final Materials materials;

	private final HsmMaterials hsms;

	private final AsyncCache<KeyName, Optional<StoredKey>> known = Caffeine.newBuilder()
		.maximumSize(MOST_KEYS)
		.expireAfterWrite(KNOWN_FOR)
		.executor(Runnable::run)
		.buildAsync();

	private final AsyncCache<VersionName, Opened> open = Caffeine.newBuilder()
		.maximumSize(MOST_MATERIALS)
		.expireAfterAccess(KNOWN_FOR)
		.scheduler(Scheduler.systemScheduler())
		.executor(Runnable::run)
		.removalListener(RememberedKeys::close)
		.buildAsync();

	RememberedKeys(KeyRepository keys, VersionRepository versions, Materials materials, HsmMaterials hsms,
			TenantKeys tenantKeys) {
		this.keys = keys;
		this.versions = versions;
		this.materials = materials;
		this.hsms = hsms;
		tenantKeys.listen((tenantId) -> wipeAll((name) -> name.tenantId.equals(tenantId)));
	}

	/**
	 * A key.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, or a 404
	 */
	public Mono<StoredKey> find(UUID tenantId, UUID keyId) {
		KeyName name = new KeyName(tenantId, keyId);
		return SharedLookUps.await(this.known.get(name, (key, executor) -> SharedLookUps.start(load(key))))
			.flatMap((found) -> found.<Mono<StoredKey>>map(Mono::just).orElseGet(() -> {
				forget(tenantId, keyId);
				return Mono.error(QnspException.notFound("key", keyId));
			}));
	}

	private Mono<Optional<StoredKey>> load(KeyName name) {
		return this.keys.find(name.tenantId, name.keyId)
			.singleOptional()
			.contextWrite(TenantContext.with(name.tenantId));
	}

	/**
	 * Uses a version's material. Of a key in an HSM the public part is enough for what
	 * anybody can do with it, which calls no HSM.
	 * @param <T> the result's type
	 * @param key the key
	 * @param version which version
	 * @param operation what is done with it
	 * @param audit the call's event, which is told of a call of an HSM
	 * @param use what to do; begun once more when the material is wiped under it
	 * @return the result; a 404 for an unknown version, a 410 for a destroyed one
	 */
	public <T> Mono<T> with(StoredKey key, int version, KeyOperation operation, CallAudit audit,
			Function<Material, Mono<T>> use) {
		VersionName name = new VersionName(key.tenantId(), key.keyId(), version);
		Mono<T> once = Mono.defer(() -> SharedLookUps.await(lookUp(name, key.purpose())))
			.flatMap((opened) -> opened.refusal != null ? Mono.error(refused(name, opened.refusal))
					: use(key, version, operation, audit, Objects.requireNonNull(opened.material), use));
		return once.onErrorResume(IllegalStateException.class, (wiped) -> once);
	}

	private <T> Mono<T> use(StoredKey key, int version, KeyOperation operation, CallAudit audit, Material material,
			Function<Material, Mono<T>> use) {
		return (material instanceof Material.Held held && (held.publicKey() == null || !operation.isPublic()))
				? this.hsms.with(key, version, held, audit, use) : use.apply(material);
	}

	private QnspException refused(VersionName name, QnspException refusal) {
		this.open.synchronous().invalidate(name);
		return refusal;
	}

	private CompletableFuture<Opened> lookUp(VersionName name, Purpose purpose) {
		return this.open.get(name, (id, executor) -> SharedLookUps.start(load(name, purpose)));
	}

	// A refusal is a value: the cache would log a failed look-up with its stack.
	private Mono<Opened> load(VersionName name, Purpose purpose) {
		return this.versions.find(name.tenantId, name.keyId, name.version)
			.switchIfEmpty(Mono.error(() -> unknownVersion(name.keyId, name.version)))
			.flatMap((StoredVersion version) -> this.materials.open(version, purpose))
			.map((material) -> new Opened(material, null))
			.onErrorResume(QnspException.class,
					(refusal) -> (refusal.code().status() < 500) ? Mono.just(new Opened(null, refusal))
							: Mono.error(refusal))
			.contextWrite(TenantContext.with(name.tenantId));
	}

	/**
	 * The refusal of a version that a key does not have.
	 * @param keyId the key
	 * @param version the version
	 * @return a 404
	 */
	public static QnspException unknownVersion(UUID keyId, int version) {
		return QnspException.notFound("version %d of key".formatted(version), keyId);
	}

	/**
	 * Forgets what is known of a key, after a change has committed. Its versions never
	 * change, so their material stays.
	 * @param tenantId the tenant
	 * @param keyId the key
	 */
	public void forget(UUID tenantId, UUID keyId) {
		this.known.synchronous().invalidate(new KeyName(tenantId, keyId));
	}

	/**
	 * Forgets a key and wipes its material, after its destruction has committed.
	 * @param tenantId the tenant
	 * @param keyId the key
	 */
	public void wipe(UUID tenantId, UUID keyId) {
		forget(tenantId, keyId);
		wipeAll((name) -> name.keyId.equals(keyId));
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		entries.forEach((entry) -> notice(entry.event()));
	}

	private void notice(AuditEvent event) {
		if (event.eventType().equals(DESTROYED)) {
			KeyUse.keyOf(event).ifPresent((keyId) -> wipe(event.tenantId(), keyId));
		}
		else if (CHANGES.contains(event.eventType())) {
			KeyUse.keyOf(event).ifPresent((keyId) -> forget(event.tenantId(), keyId));
		}
	}

	private void wipeAll(Predicate<VersionName> which) {
		this.open.asMap().keySet().removeIf(which);
	}

	private static void close(@Nullable VersionName name, @Nullable Opened opened, RemovalCause cause) {
		if (opened != null && opened.material != null) {
			opened.material.close();
		}
	}

	private record KeyName(UUID tenantId, UUID keyId) {

	}

	private record VersionName(UUID tenantId, UUID keyId, int version) {

	}

	/**
	 * What opening a version gave: its material, or why there is none.
	 */
	private record Opened(@Nullable Material material, @Nullable QnspException refusal) {

	}

}
