package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.journal.Journal;
import io.qnsp.core.quota.QuotaUsage;
import io.qnsp.kms.byohsm.HsmKeyHolder;
import io.qnsp.kms.keys.creation.NewKeys;
import io.qnsp.kms.keys.store.HsmDestructionRepository;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.VersionRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends keys, in the surrounding transaction: the material here is gone, what HSMs have of
 * it is planned to be destroyed, and the quota is given back. A connection that is
 * deleted by force ends the keys in its HSM; what is in the HSM stays there.
 */
@Component
final class KeyEndings implements HsmKeyHolder {

	private final KeyRepository keys;

	private final VersionRepository versions;

	private final HsmDestructionRepository destructions;

	private final QuotaUsage quota;

	private final KeyEvents events;

	private final Journal journal;

	private final Clock clock;

	KeyEndings(KeyRepository keys, VersionRepository versions, HsmDestructionRepository destructions, QuotaUsage quota,
			KeyEvents events, Journal journal, Clock clock) {
		this.keys = keys;
		this.versions = versions;
		this.destructions = destructions;
		this.quota = quota;
		this.events = events;
		this.journal = journal;
		this.clock = clock;
	}

	/**
	 * Destroys a key.
	 * @param key the key, locked before
	 * @param now the time
	 * @return the key as it is then
	 */
	Mono<StoredKey> destroy(StoredKey key, Instant now) {
		return this.destructions.plan(key.tenantId(), key.keyId(), now)
			.then(Mono.defer(() -> this.versions.destroy(key.tenantId(), key.keyId(), now)))
			.then(Mono.defer(() -> this.quota.giveBack(key.tenantId(), NewKeys.QUOTA, 1)))
			.then(Mono.defer(() -> this.keys.update(key.with(key.life().destroyed(now), now))));
	}

	@Override
	public String name() {
		return "kmsKeys";
	}

	@Override
	public Mono<Long> keysIn(UUID tenantId, UUID connectionId) {
		return this.destructions.keysIn(tenantId, connectionId);
	}

	@Override
	public Mono<Void> giveUp(UUID tenantId, UUID connectionId) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return this.destructions.lockKeysIn(tenantId, connectionId)
			.flatMapMany(Flux::fromIterable)
			.concatMap((keyId) -> this.keys.lock(tenantId, keyId))
			.concatMap((key) -> destroy(key, now))
			.concatMap((key) -> this.journal.appendInTransaction(this.events.of(key, "destroy")))
			.then(Mono.defer(() -> this.destructions.forget(tenantId, connectionId)));
	}

}
