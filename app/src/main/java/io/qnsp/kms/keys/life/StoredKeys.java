package io.qnsp.kms.keys.life;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.KeyUpgrades;
import io.qnsp.kms.keys.Keys;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.KeyFilter;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Keys for the other features.
 */
@Component
final class StoredKeys implements Keys, KeyUpgrades {

	private final KeyRepository keys;

	private final KeyVersions versions;

	private final KeyEvents events;

	private final Journal journal;

	StoredKeys(KeyRepository keys, KeyVersions versions, KeyEvents events, Journal journal) {
		this.keys = keys;
		this.versions = versions;
		this.events = events;
		this.journal = journal;
	}

	@Override
	public Mono<KeyDescription> find(UUID tenantId, UUID keyId) {
		return this.keys.find(tenantId, keyId).map(StoredKey::description).contextWrite(TenantContext.with(tenantId));
	}

	@Override
	public Flux<KeyDescription> all(UUID tenantId) {
		return page(tenantId, null)
			.expand((rows) -> (rows.size() <= PageRequest.MAX_LIMIT) ? Mono.empty()
					: page(tenantId, rows.get(PageRequest.MAX_LIMIT - 1).place()))
			.concatMapIterable((rows) -> rows.subList(0, Math.min(rows.size(), PageRequest.MAX_LIMIT)))
			.map(StoredKey::description)
			.contextWrite(TenantContext.with(tenantId));
	}

	private Mono<List<StoredKey>> page(UUID tenantId, PageRequest.@Nullable Key after) {
		return this.keys.list(tenantId, KeyFilter.ALL, new PageRequest(PageRequest.MAX_LIMIT, 0, after));
	}

	@Override
	public Mono<Prepared> prepare(UUID tenantId, UUID keyId, Algorithm target) {
		return this.keys.find(tenantId, keyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("key", keyId)))
			.flatMap((key) -> next(key, target))
			.<Prepared>map((next) -> () -> store(next))
			.contextWrite(TenantContext.with(tenantId));
	}

	/**
	 * Makes a key's next version of another algorithm.
	 */
	Mono<StoredVersion> next(StoredKey key, Algorithm target) {
		return Mono.defer(() -> {
			KeyLifeCycle.requireRotatable(key);
			String obstacle = obstacle(key.description(), target);
			if (obstacle != null) {
				throw QnspException.unprocessable("algorithm", obstacle);
			}
			return this.versions.next(key, target);
		});
	}

	private Mono<KeyDescription> store(StoredVersion next) {
		return this.versions.store(next)
			.flatMap((key) -> this.journal.appendInTransaction(this.events.of(key, "upgrade")).thenReturn(key))
			.map(StoredKey::description);
	}

	@Override
	public @Nullable String obstacle(KeyDescription key, Algorithm target) {
		if (key.state() != KeyState.ACTIVE) {
			return "the key is %s (expected: active)".formatted(key.state().wireName());
		}
		if (key.destroyAt() != null) {
			return "the key waits for its destruction at " + key.destroyAt();
		}
		if (key.protection() == Protection.HSM) {
			return "the key lives in an HSM (expected: a software key)";
		}
		if (key.origin() == KeyOrigin.PUBLIC) {
			return "only the public part of the key is here";
		}
		if (key.algorithm() == target) {
			return "the key is of %s already".formatted(target.nistName());
		}
		if (key.algorithm().family().isQuantumSafe() && !target.family().isQuantumSafe()) {
			return "%s is broken by quantum computers and %s is not".formatted(target.nistName(),
					key.algorithm().nistName());
		}
		return target.purposes().contains(key.purpose()) ? null
				: "%s is not for %s keys".formatted(target.nistName(), key.purpose().wireName());
	}

}
