package io.qnsp.kms.keys.material;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes, seals and opens material.
 */
@Component
public final class Materials {

	private static final String PURPOSE = "kms.key";

	private final CryptoEngine engine;

	private final TenantKeys tenantKeys;

	private final Clock clock;

	Materials(CryptoEngine engine, TenantKeys tenantKeys, Clock clock) {
		this.engine = engine;
		this.tenantKeys = tenantKeys;
		this.clock = clock;
	}

	/**
	 * Makes a key.
	 * @param algorithm what it is for
	 * @param purpose what for
	 * @return the key; the caller closes it
	 */
	public Mono<FreshKey> generate(Algorithm algorithm, Purpose purpose) {
		if (!algorithm.family().isAsymmetric()) {
			return Mono
				.fromSupplier(() -> new FreshKey(this.engine.randoms().secret(algorithm.sizes().privateKey()), null));
		}
		return (purpose == Purpose.SIGNING)
				? Mono.usingWhen(this.engine.signatures().generate(algorithm),
						(made) -> Mono.fromSupplier(() -> new FreshKey(made.secret().copy(), made.publicKey())),
						(made) -> Mono.fromRunnable(made::close))
				: Mono.usingWhen(this.engine.kems().generate(algorithm),
						(made) -> Mono.fromSupplier(() -> new FreshKey(made.secret().copy(), made.publicKey())),
						(made) -> Mono.fromRunnable(made::close));
	}

	/**
	 * Seals a key, to be stored.
	 * @param fresh the key; closed afterwards
	 * @param algorithm what it is for
	 * @param tenantId whose it is
	 * @param keyId the key's id
	 * @param version the version's number
	 * @return the row
	 */
	public Mono<StoredVersion> seal(FreshKey fresh, Algorithm algorithm, UUID tenantId, UUID keyId, int version) {
		SecretBytes secret = fresh.secret();
		Mono<StoredVersion> sealed = (secret == null)
				? Mono.fromSupplier(() -> row(fresh, algorithm, tenantId, keyId, version, null))
				: this.tenantKeys.seal(secret, boundTo(tenantId, keyId, version))
					.map((envelope) -> row(fresh, algorithm, tenantId, keyId, version, envelope));
		return sealed.doFinally((end) -> fresh.close());
	}

	private StoredVersion row(FreshKey fresh, Algorithm algorithm, UUID tenantId, UUID keyId, int version,
			byte @Nullable [] envelope) {
		UUID sealedBy = (envelope != null) ? TenantKeys.sealedBy(envelope).orElseThrow() : null;
		return new StoredVersion(tenantId, keyId, version, algorithm, fresh.publicKey(), envelope, sealedBy,
				this.clock.instant().truncatedTo(ChronoUnit.MICROS), null);
	}

	/**
	 * Opens a version.
	 * @param version the row
	 * @param purpose what its key is for
	 * @return the material; a 410 when it is destroyed or its tenant's keys are
	 */
	Mono<Material> open(StoredVersion version, Purpose purpose) {
		if (version.destroyedAt() != null) {
			return Mono.error(() -> gone(version));
		}
		byte[] publicKey = version.publicKey();
		return (version.sealed() == null)
				? Mono.just(new Material.PublicOnly(version.algorithm(), Objects.requireNonNull(publicKey)))
				: Mono.usingWhen(unseal(version), (secret) -> open(version.algorithm(), purpose, secret, publicKey),
						(secret) -> Mono.fromRunnable(secret::close));
	}

	private Mono<Material> open(Algorithm algorithm, Purpose purpose, SecretBytes secret, byte @Nullable [] publicKey) {
		if (publicKey == null) {
			return Mono.fromSupplier(() -> new Material.Secret(algorithm, secret.copy()));
		}
		return (purpose == Purpose.SIGNING)
				? this.engine.signatures().open(algorithm, secret, publicKey).map(Material.Signing::new)
				: this.engine.kems().open(algorithm, secret, publicKey).map(Material.Recipient::new);
	}

	/**
	 * Seals a version's material under its tenant's current key.
	 * @param version a row with sealed material
	 * @return the envelope
	 */
	public Mono<byte[]> sealAnew(StoredVersion version) {
		return Mono.usingWhen(unseal(version),
				(secret) -> this.tenantKeys.seal(secret,
						boundTo(version.tenantId(), version.keyId(), version.version())),
				(secret) -> Mono.fromRunnable(secret::close));
	}

	// An envelope that was written by this server and does not open has lost its key.
	private Mono<SecretBytes> unseal(StoredVersion version) {
		return this.tenantKeys
			.open(Objects.requireNonNull(version.sealed()),
					boundTo(version.tenantId(), version.keyId(), version.version()))
			.onErrorMap(DecryptionException.class, (ex) -> gone(version));
	}

	private static QnspException gone(StoredVersion version) {
		return new QnspException(ErrorCode.GONE,
				"The material of version %d of key %s is destroyed".formatted(version.version(), version.keyId()));
	}

	private static SealedFor boundTo(UUID tenantId, UUID keyId, int version) {
		return new SealedFor(tenantId, PURPOSE, keyId.toString(), version);
	}

}
