package io.qnsp.kms.keys.life;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.Journal;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.keys.EscrowableKeys;
import io.qnsp.kms.keys.KeyForm;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.TakenKey;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes material out of the database for escrow.
 */
@Component
final class StoredEscrowableKeys implements EscrowableKeys {

	private static final SecretAccess ENCODING = SecretAccess.because("key to be written for its escrow");

	private final KeyVersions keys;

	private final VersionRepository versions;

	private final Materials materials;

	private final KeyEvents events;

	private final Journal journal;

	StoredEscrowableKeys(KeyVersions keys, VersionRepository versions, Materials materials, KeyEvents events,
			Journal journal) {
		this.keys = keys;
		this.versions = versions;
		this.materials = materials;
		this.events = events;
		this.journal = journal;
	}

	@Override
	public Mono<TakenKey> take(Caller caller, UUID keyId, @Nullable Integer version, UUID escrowId) {
		return this.keys.locked(caller.tenantId(), keyId).flatMap((key) -> {
			key.requireAlive();
			if (version == null) {
				key.requireKept();
			}
			requireInHand(key);
			int asked = (version != null) ? version : key.version();
			return this.versions.find(caller.tenantId(), keyId, asked)
				.switchIfEmpty(Mono.error(() -> RememberedKeys.unknownVersion(keyId, asked)))
				.flatMap((found) -> taken(key, found, caller, escrowId));
		});
	}

	private static void requireInHand(StoredKey key) {
		if (key.protection() == Protection.HSM) {
			throw QnspException.unprocessable("keyId",
					"the key lives in an HSM and can't leave it (expected: a software key)");
		}
	}

	private Mono<TakenKey> taken(StoredKey key, StoredVersion version, Caller caller, UUID escrowId) {
		if (version.destroyedAt() != null) {
			return Mono.error(new QnspException(ErrorCode.GONE,
					"Version %d of the key was destroyed at %s".formatted(version.version(), version.destroyedAt())));
		}
		if (version.sealed() == null) {
			return Mono.error(QnspException.unprocessable("keyId",
					"only the public part of the key is here (expected: a key with its private part)"));
		}
		return this.journal.appendInTransaction(this.events.escrowed(key, version.version(), caller, escrowId))
			.then(Mono.usingWhen(this.materials.secret(version),
					(secret) -> Mono.fromSupplier(() -> written(key, version, secret)),
					(secret) -> Mono.fromRunnable(secret::close)));
	}

	private static TakenKey written(StoredKey key, StoredVersion version, SecretBytes secret) {
		boolean pkcs8 = version.publicKey() != null && KeyEncodings.hasX509(version.algorithm());
		SecretBytes material = pkcs8
				? SecretBytes.takeOver(secret.read(ENCODING, (raw) -> KeyEncodings.pkcs8(version.algorithm(), raw)))
				: secret.copy();
		return new TakenKey(key.description(), version.version(), version.algorithm(),
				pkcs8 ? KeyForm.PKCS8 : KeyForm.RAW, material);
	}

}
