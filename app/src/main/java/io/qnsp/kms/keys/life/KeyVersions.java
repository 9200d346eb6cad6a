package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.creation.KeyChoice;
import io.qnsp.kms.keys.material.HsmMaterials;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import io.qnsp.kms.policy.CryptoPolicies;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Gives keys their next versions: the material first, which takes its time, then one
 * short transaction.
 */
@Component
final class KeyVersions {

	private static final int MOST_VERSIONS = 10_000;

	private final KeyRepository keys;

	private final VersionRepository versions;

	private final Materials materials;

	private final HsmMaterials hsms;

	private final CryptoPolicies policies;

	private final Clock clock;

	KeyVersions(KeyRepository keys, VersionRepository versions, Materials materials, HsmMaterials hsms,
			CryptoPolicies policies, Clock clock) {
		this.keys = keys;
		this.versions = versions;
		this.materials = materials;
		this.hsms = hsms;
		this.policies = policies;
		this.clock = clock;
	}

	/**
	 * Makes the next version of a key.
	 * @param key the key as it is now
	 * @param algorithm the version's algorithm
	 * @return the row, not stored; a refusal for a key that can't have another version,
	 * or none of that algorithm
	 */
	Mono<StoredVersion> next(StoredKey key, Algorithm algorithm) {
		return checked(key, algorithm).then(Mono.defer(() -> this.materials.generate(algorithm, key.purpose())))
			.flatMap((fresh) -> this.materials.seal(fresh, algorithm, key.tenantId(), key.keyId(), key.version() + 1));
	}

	/**
	 * Makes the next version of a key where the key is, of the same algorithm.
	 * @param key the key as it is now
	 * @param audit the call's event; {@code null} for background work
	 * @param keep stores the version, by a commit
	 * @return what {@code keep} returned; refusals as in {@link #next}
	 */
	<T> Mono<T> renewed(StoredKey key, @Nullable CallAudit audit, Function<StoredVersion, Mono<T>> keep) {
		return (key.hsm() == null) ? next(key, key.algorithm()).flatMap(keep) : checked(key, key.algorithm())
			.then(Mono.defer(() -> this.hsms.make(key, key.version() + 1, audit, keep)));
	}

	private Mono<Void> checked(StoredKey key, Algorithm algorithm) {
		return this.policies.of(key.tenantId()).doOnNext((policy) -> {
			KeyLifeCycle.requireRotatable(key);
			new KeyChoice(algorithm, key.purpose()).requireNew(policy, this.clock.instant());
			if (key.version() == MOST_VERSIONS) {
				throw QnspException
					.conflict("The key has %d versions (expected: fewer, to add one)".formatted(MOST_VERSIONS));
			}
		}).then();
	}

	/**
	 * Stores it as the key's current version, in the surrounding transaction.
	 * @param next what {@link #next} made
	 * @return the key as it is then; a 409 when it has got another version meanwhile
	 */
	Mono<StoredKey> store(StoredVersion next) {
		return locked(next.tenantId(), next.keyId()).flatMap((key) -> {
			KeyLifeCycle.requireRotatable(key);
			if (key.version() + 1 != next.version()) {
				throw QnspException.conflict("The key has got version %d meanwhile".formatted(key.version()));
			}
			return this.versions.insert(next)
				.then(Mono
					.defer(() -> this.keys.update(key.rotated(next.algorithm(), next.createdAt()).protectedAs(next))));
		});
	}

	/**
	 * A key, kept from others until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, or a 404
	 */
	Mono<StoredKey> locked(UUID tenantId, UUID keyId) {
		return this.keys.lock(tenantId, keyId).switchIfEmpty(Mono.error(() -> QnspException.notFound("key", keyId)));
	}

}
