package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.KeyFilter;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.RotationPeriod;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import io.qnsp.kms.policy.CryptoPolicies;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Creates, lists and changes keys on behalf of callers.
 */
@Component
final class KeyAdministration {

	private final KeyRepository keys;

	private final VersionRepository rows;

	private final KeyVersions versions;

	private final StoredKeys upgrades;

	private final Materials materials;

	private final RememberedKeys remembered;

	private final CryptoPolicies policies;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	KeyAdministration(KeyRepository keys, VersionRepository rows, KeyVersions versions, StoredKeys upgrades,
			Materials materials, RememberedKeys remembered, CryptoPolicies policies, Changes changes, Ids ids,
			Clock clock) {
		this.keys = keys;
		this.rows = rows;
		this.versions = versions;
		this.upgrades = upgrades;
		this.materials = materials;
		this.remembered = remembered;
		this.policies = policies;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<Key> create(CreateKeyRequest request, Caller caller, CallAudit audit) {
		Instant now = now();
		request.check(now);
		KeyChoice choice = KeyChoice.of(request.algorithm(), request.purpose());
		StoredKey key = fresh(request, choice, caller.tenantId(), now);
		describe(key, audit);
		return this.policies.of(caller.tenantId())
			.doOnNext((policy) -> choice.requireNew(policy, today()))
			.then(Mono.defer(() -> this.materials.generate(choice.algorithm(), choice.purpose())))
			.flatMap((made) -> this.materials.seal(made, choice.algorithm(), key.tenantId(), key.keyId(), 1))
			.flatMap((version) -> this.changes.commit(inserted(key, version)));
	}

	private Mono<Key> inserted(StoredKey key, StoredVersion version) {
		return this.keys.insert(key)
			.then(Mono.defer(() -> this.rows.insert(version)))
			.then(Mono.fromSupplier(() -> Key.of(key, today())));
	}

	private StoredKey fresh(CreateKeyRequest request, KeyChoice choice, UUID tenantId, Instant now) {
		RotationPeriod rotation = CreateKeyRequest.rotation(request.rotationPeriod());
		KeyState state = (request.activateAt() != null) ? KeyState.PRE_ACTIVATION : KeyState.ACTIVE;
		StoredKey.Life life = new StoredKey.Life(state, null,
				(request.activateAt() != null) ? request.activateAt().truncatedTo(ChronoUnit.MICROS) : null,
				(rotation != null) ? rotation.after(now) : null, null, null);
		return new StoredKey(tenantId, this.ids.next(), request.name(), choice.purpose(), choice.algorithm(),
				Protection.SOFTWARE, StoredKey.Origin.GENERATED, life, 1,
				(request.metadata() != null) ? request.metadata() : Map.of(), rotation, now, now, now);
	}

	Mono<Page<Key>> list(KeyFilter filter, PageRequest page, Caller caller) {
		return this.keys.list(caller.tenantId(), filter, page)
			.map((rows) -> Page.of(rows, page, StoredKey::place))
			.map((found) -> new Page<>(found.items().stream().map((key) -> Key.of(key, today())).toList(),
					found.nextCursor()));
	}

	Mono<Key> read(UUID keyId, Caller caller, CallAudit audit) {
		return found(keyId, caller, audit).map((key) -> Key.of(key, today()));
	}

	/**
	 * A key that is the caller's.
	 */
	Mono<StoredKey> found(UUID keyId, Caller caller, CallAudit audit) {
		return this.keys.find(caller.tenantId(), keyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("key", keyId)))
			.doOnNext((key) -> KeyUse.describe(audit, keyId));
	}

	Mono<Key> rotate(UUID keyId, @Nullable String reason, Caller caller, CallAudit audit) {
		audit.detail("reason", reason);
		return found(keyId, caller, audit)
			.flatMap((key) -> this.policies.of(key.tenantId())
				.doOnNext((policy) -> new KeyChoice(key.algorithm(), key.purpose()).requireNew(policy, today()))
				.then(Mono.defer(() -> this.versions.next(key, key.algorithm()))))
			.flatMap((next) -> stored(next, audit));
	}

	Mono<Key> upgrade(UUID keyId, Algorithm target, Caller caller, CallAudit audit) {
		return found(keyId, caller, audit).flatMap(
				(key) -> this.upgrades.permitted(key, target).then(Mono.defer(() -> this.versions.next(key, target))))
			.flatMap((next) -> stored(next, audit));
	}

	private Mono<Key> stored(StoredVersion next, CallAudit audit) {
		Mono<Key> work = this.versions.store(next)
			.doOnNext((key) -> describe(key, audit))
			.map((key) -> Key.of(key, today()));
		return this.changes.commit(work).doOnNext((key) -> this.remembered.forget(next.tenantId(), next.keyId()));
	}

	/**
	 * Another point of a key's life.
	 * @param change the next point, from the key and the time
	 */
	Mono<Key> change(UUID keyId, BiFunction<StoredKey, Instant, StoredKey.Life> change, Caller caller,
			CallAudit audit) {
		Mono<Key> work = this.versions.locked(caller.tenantId(), keyId)
			.map((key) -> key.with(change.apply(key, now()), now()))
			.doOnNext((key) -> describe(key, audit))
			.flatMap(this.keys::update)
			.map((key) -> Key.of(key, today()));
		return this.changes.commit(work).doOnNext((key) -> this.remembered.forget(caller.tenantId(), keyId));
	}

	private static void describe(StoredKey key, CallAudit audit) {
		KeyUse.describe(audit, key.keyId());
		KeyUse.describe(audit, key.algorithm().id(), key.version(), 0);
		audit.detail("purpose", key.purpose().wireName())
			.detail("state", key.life().state().wireName())
			.detail("destroyAt", (key.life().destroyAt() != null) ? key.life().destroyAt().toString() : null);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private LocalDate today() {
		return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
	}

}
