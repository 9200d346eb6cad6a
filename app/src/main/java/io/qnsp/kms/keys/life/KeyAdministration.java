package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.BiFunction;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.creation.NewKeys;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.reading.Key;
import io.qnsp.kms.keys.reading.KeyReading;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Changes keys on behalf of callers.
 */
@Component
final class KeyAdministration {

	private final KeyRepository keys;

	private final KeyReading reading;

	private final KeyVersions versions;

	private final StoredKeys upgrades;

	private final RememberedKeys remembered;

	private final Changes changes;

	private final Clock clock;

	KeyAdministration(KeyRepository keys, KeyReading reading, KeyVersions versions, StoredKeys upgrades,
			RememberedKeys remembered, Changes changes, Clock clock) {
		this.keys = keys;
		this.reading = reading;
		this.versions = versions;
		this.upgrades = upgrades;
		this.remembered = remembered;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<Key> rotate(UUID keyId, @Nullable String reason, Caller caller, CallAudit audit) {
		audit.detail("reason", reason);
		return this.reading.found(keyId, caller, audit)
			.flatMap((key) -> this.versions.renewed(key, audit, (next) -> stored(next, audit)));
	}

	Mono<Key> upgrade(UUID keyId, Algorithm target, Caller caller, CallAudit audit) {
		return this.reading.found(keyId, caller, audit)
			.flatMap((key) -> this.upgrades.next(key, target))
			.flatMap((next) -> stored(next, audit));
	}

	private Mono<Key> stored(StoredVersion next, CallAudit audit) {
		Mono<Key> work = this.versions.store(next)
			.doOnNext((key) -> NewKeys.describe(key, audit))
			.map((key) -> Key.of(key, this.clock.instant()));
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
			.doOnNext((key) -> NewKeys.describe(key, audit))
			.flatMap(this.keys::update)
			.map((key) -> Key.of(key, this.clock.instant()));
		return this.changes.commit(work).doOnNext((key) -> this.remembered.forget(caller.tenantId(), keyId));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
