package io.qnsp.kms.keys.material;

import java.nio.charset.StandardCharsets;
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
import io.qnsp.kms.keys.store.HsmPart;
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

	private static final String IMPORT_PURPOSE = "kms.import-key";

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
		return new StoredVersion(tenantId, keyId, version, algorithm, fresh.publicKey(), envelope, sealedBy, null,
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
		HsmPart part = version.hsm();
		if (part != null) {
			return held(version.algorithm(), purpose, part, publicKey);
		}
		return (version.sealed() == null)
				? this.engine.signatures()
					.verificationKey(version.algorithm(), Objects.requireNonNull(publicKey))
					.map(Material.Verifying::new)
				: Mono.usingWhen(unseal(version), (secret) -> open(version.algorithm(), purpose, secret, publicKey),
						(secret) -> Mono.fromRunnable(secret::close));
	}

	private Mono<Material> held(Algorithm algorithm, Purpose purpose, HsmPart part, byte @Nullable [] publicKey) {
		if (publicKey == null) {
			return Mono.fromSupplier(() -> new Material.Held(algorithm, part, null, null, null));
		}
		return (purpose == Purpose.SIGNING)
				? this.engine.signatures()
					.verificationKey(algorithm, publicKey)
					.map((verifies) -> new Material.Held(algorithm, part, publicKey, verifies, null))
				: this.engine.kems()
					.encapsulationKey(algorithm, publicKey)
					.map((recipient) -> new Material.Held(algorithm, part, publicKey, null, recipient));
	}

	/**
	 * Makes a key ready for use.
	 * @param secret the raw private or secret key; stays the caller's
	 * @param publicKey the raw public key; {@code null} for a secret key
	 */
	Mono<Material> open(Algorithm algorithm, Purpose purpose, SecretBytes secret, byte @Nullable [] publicKey) {
		if (publicKey == null) {
			return Mono.fromSupplier(() -> new Material.Secret(algorithm, secret.copy()));
		}
		return (purpose == Purpose.SIGNING)
				? this.engine.signatures()
					.verificationKey(algorithm, publicKey)
					.flatMap((verifies) -> this.engine.signatures()
						.open(algorithm, secret, publicKey)
						.map((key) -> new Material.Signing(key, verifies)))
				: this.engine.kems()
					.encapsulationKey(algorithm, publicKey)
					.flatMap((recipient) -> this.engine.kems()
						.open(algorithm, secret, publicKey)
						.map((key) -> new Material.Recipient(key, recipient)));
	}

	/**
	 * Seals the private part of an import key.
	 * @param fresh the key; closed afterwards
	 * @param tenantId whose it is
	 * @param importKeyId its id
	 * @return the envelope
	 */
	public Mono<byte[]> sealImportKey(FreshKey fresh, UUID tenantId, UUID importKeyId) {
		return this.tenantKeys.seal(Objects.requireNonNull(fresh.secret()), importKey(tenantId, importKeyId))
			.doFinally((end) -> fresh.close());
	}

	/**
	 * Opens what was encrypted to an import key.
	 * @param algorithm the import key's algorithm
	 * @param publicKey its raw public key
	 * @param sealed its sealed private key
	 * @param tenantId whose it is
	 * @param importKeyId its id, which is also what the message is bound to
	 * @param wrapped the message
	 * @return the secret; the caller closes it. {@link DecryptionException} when it does
	 * not open, whatever the reason
	 */
	public Mono<SecretBytes> unwrapImport(Algorithm algorithm, byte[] publicKey, byte[] sealed, UUID tenantId,
			UUID importKeyId, byte[] wrapped) {
		byte[] boundTo = importKeyId.toString().getBytes(StandardCharsets.US_ASCII);
		return Mono.usingWhen(this.tenantKeys.open(sealed, importKey(tenantId, importKeyId)), (secret) -> Mono
			.usingWhen(this.engine.kems().open(algorithm, secret, publicKey),
					(key) -> this.engine.hybridEncryption().decrypt(key, wrapped, boundTo).map(SecretBytes::takeOver),
					(key) -> Mono.fromRunnable(key::close)),
				(secret) -> Mono.fromRunnable(secret::close));
	}

	private static SealedFor importKey(UUID tenantId, UUID importKeyId) {
		return new SealedFor(tenantId, IMPORT_PURPOSE, importKeyId.toString(), 1);
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

	/**
	 * The private or secret key of a version, for escrow.
	 * @param version a row with sealed material
	 * @return the raw key; the caller closes it. A 410 when its tenant's keys are
	 * destroyed
	 */
	public Mono<SecretBytes> secret(StoredVersion version) {
		return unseal(version);
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
