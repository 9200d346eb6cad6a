package io.qnsp.kms.keys.life;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.policy.CryptoPolicies;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Creates and changes keys on behalf of callers.
 */
@Component
final class KeyAdministration {

	private final KeyRepository keys;

	private final KeyReading reading;

	private final NewKeys fresh;

	private final KeyVersions versions;

	private final StoredKeys upgrades;

	private final Materials materials;

	private final RememberedKeys remembered;

	private final CryptoPolicies policies;

	private final Changes changes;

	KeyAdministration(KeyRepository keys, KeyReading reading, NewKeys fresh, KeyVersions versions, StoredKeys upgrades,
			Materials materials, RememberedKeys remembered, CryptoPolicies policies, Changes changes) {
		this.keys = keys;
		this.reading = reading;
		this.fresh = fresh;
		this.versions = versions;
		this.upgrades = upgrades;
		this.materials = materials;
		this.remembered = remembered;
		this.policies = policies;
		this.changes = changes;
	}

	Mono<Key> create(CreateKeyRequest request, Caller caller, CallAudit audit) {
		NewKey wanted = request.newKey(this.fresh.now());
		KeyChoice choice = wanted.choice();
		StoredKey key = this.fresh.row(wanted, caller, audit);
		return this.policies.of(caller.tenantId())
			.doOnNext((policy) -> choice.requireNew(policy, this.fresh.today()))
			.then(Mono.defer(() -> this.materials.generate(choice.algorithm(), choice.purpose())))
			.flatMap((made) -> this.materials.seal(made, choice.algorithm(), key.tenantId(), key.keyId(), 1))
			.flatMap((version) -> this.changes.commit(this.fresh.insert(key, version)));
	}

	Mono<Key> rotate(UUID keyId, @Nullable String reason, Caller caller, CallAudit audit) {
		audit.detail("reason", reason);
		return this.reading.found(keyId, caller, audit)
			.flatMap((key) -> this.policies.of(key.tenantId())
				.doOnNext((policy) -> new KeyChoice(key.algorithm(), key.purpose()).requireNew(policy,
						this.fresh.today()))
				.then(Mono.defer(() -> this.versions.next(key, key.algorithm()))))
			.flatMap((next) -> stored(next, audit));
	}

	Mono<Key> upgrade(UUID keyId, Algorithm target, Caller caller, CallAudit audit) {
		return this.reading.found(keyId, caller, audit)
			.flatMap((key) -> this.upgrades.permitted(key, target)
				.then(Mono.defer(() -> this.versions.next(key, target))))
			.flatMap((next) -> stored(next, audit));
	}

	private Mono<Key> stored(StoredVersion next, CallAudit audit) {
		Mono<Key> work = this.versions.store(next)
			.doOnNext((key) -> NewKeys.describe(key, audit))
			.map((key) -> Key.of(key, this.fresh.today()));
		return this.changes.commit(work).doOnNext((key) -> this.remembered.forget(next.tenantId(), next.keyId()));
	}

	/**
	 * Another point of a key's life.
	 * @param change the next point, from the key and the time
	 */
	Mono<Key> change(UUID keyId, BiFunction<StoredKey, Instant, StoredKey.Life> change, Caller caller,
			CallAudit audit) {
		Mono<Key> work = this.versions.locked(caller.tenantId(), keyId)
			.map((key) -> key.with(change.apply(key, this.fresh.now()), this.fresh.now()))
			.doOnNext((key) -> NewKeys.describe(key, audit))
			.flatMap(this.keys::update)
			.map((key) -> Key.of(key, this.fresh.today()));
		return this.changes.commit(work).doOnNext((key) -> this.remembered.forget(caller.tenantId(), keyId));
	}

}
