package io.qnsp.kms.keys.creation;

import java.time.Clock;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.kms.keys.material.HsmMaterials;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.reading.Key;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.policy.CryptoPolicies;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes keys on behalf of callers: the material first, which takes its time, then one
 * short transaction.
 */
@Component
final class KeyCreation {

	private final NewKeys keys;

	private final Materials materials;

	private final HsmMaterials hsms;

	private final CryptoPolicies policies;

	private final Changes changes;

	private final Clock clock;

	KeyCreation(NewKeys keys, Materials materials, HsmMaterials hsms, CryptoPolicies policies, Changes changes,
			Clock clock) {
		this.keys = keys;
		this.materials = materials;
		this.hsms = hsms;
		this.policies = policies;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<Key> create(CreateKeyRequest request, Caller caller, CallAudit audit) {
		NewKey wanted = request.newKey(this.clock.instant());
		KeyChoice choice = wanted.choice();
		StoredKey key = this.keys.row(wanted, caller, audit);
		return this.policies.of(caller.tenantId())
			.doOnNext((policy) -> choice.requireNew(policy, this.clock.instant()))
			.then(Mono.defer(() -> (key.hsm() != null) ? this.hsms.make(key, 1, audit, (made) -> stored(key, made))
					: inSoftware(key)));
	}

	private Mono<Key> inSoftware(StoredKey key) {
		return this.materials.generate(key.algorithm(), key.purpose())
			.flatMap((made) -> this.materials.seal(made, key.algorithm(), key.tenantId(), key.keyId(), 1))
			.flatMap((made) -> stored(key, made));
	}

	private Mono<Key> stored(StoredKey key, StoredVersion version) {
		return this.changes.commit(this.keys.insert(key, version));
	}

}
