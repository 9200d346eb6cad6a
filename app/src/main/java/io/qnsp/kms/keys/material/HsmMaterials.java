package io.qnsp.kms.keys.material;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.app.hsm.HsmWrappingKey;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.HsmDescription;
import io.qnsp.kms.keys.store.HsmPart;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes and opens material in HSMs of tenants. What the HSM can make is made there and
 * stays there; everything else is made here and wrapped by an AES-256 key inside the HSM
 * that is this version's alone, so that destroying it destroys the version.
 */
@Component
public final class HsmMaterials {

	private static final String FORMAT = "kms.key in hsm v1";

	private static final String LABEL = "qnsp-kms-";

	private final HsmConnections connections;

	private final Materials materials;

	private final Clock clock;

	HsmMaterials(HsmConnections connections, Materials materials, Clock clock) {
		this.connections = connections;
		this.materials = materials;
		this.clock = clock;
	}

	/**
	 * Makes a version in the key's HSM. What is not kept is destroyed there again.
	 * @param <T> the result's type
	 * @param key the key
	 * @param version the version's number
	 * @param audit the call's event; {@code null} for background work
	 * @param keep stores the version, by a commit
	 * @return what {@code keep} returned; a 422 for an HSM that can neither make nor wrap
	 * such keys
	 */
	public <T> Mono<T> make(StoredKey key, int version, @Nullable CallAudit audit,
			Function<StoredVersion, Mono<T>> keep) {
		HsmCall call = call(key, audit);
		return this.connections.find(key.tenantId(), call.connectionId())
			.map(HsmDescription::required)
			.flatMap((capabilities) -> {
				Optional<HsmForm> form = HsmForm.of(key.algorithm(), key.purpose())
					.filter((found) -> found.isIn(capabilities));
				return form.isPresent() ? inHsm(key, version, form.get(), call, keep)
						: wrapped(key, version, capabilities, call, keep);
			});
	}

	private <T> Mono<T> inHsm(StoredKey key, int version, HsmForm form, HsmCall call,
			Function<StoredVersion, Mono<T>> keep) {
		HsmKeyRequest wanted = new HsmKeyRequest(form.algorithm(), form.uses(), label(key, version));
		return this.connections.create(call, wanted,
				(made) -> Mono.fromCallable(
						() -> row(key, version, publicKey(key.algorithm(), made), new HsmPart(made.reference(), null)))
					.flatMap(keep));
	}

	private static byte @Nullable [] publicKey(Algorithm algorithm, HsmKey made) {
		byte[] encoded = made.publicKey();
		return (encoded == null) ? null : KeyEncodings.rawPublicKey(algorithm, encoded)
			.orElseThrow(() -> new IllegalStateException(
					"the HSM's public key is none of %s (expected: SubjectPublicKeyInfo)".formatted(algorithm)));
	}

	private <T> Mono<T> wrapped(StoredKey key, int version, HsmCapabilities capabilities, HsmCall call,
			Function<StoredVersion, Mono<T>> keep) {
		if (!HsmForm.wraps(capabilities)) {
			return Mono.error(() -> QnspException.unprocessable("algorithm",
					"the HSM can't make %s keys, nor wrap them by AES-256-GCM (expected: an algorithm that it can make)"
						.formatted(key.algorithm().nistName())));
		}
		HsmKeyRequest wanted = new HsmKeyRequest(HsmKeyAlgorithm.AES_256, Set.of(HsmKeyRequest.Use.ENCRYPT),
				label(key, version));
		return this.connections.create(call, wanted, (wrapping) -> Mono
			.usingWhen(this.materials.generate(key.algorithm(), key.purpose()),
					(fresh) -> wrapped(fresh, wrapping, key, version, call), (fresh) -> Mono.fromRunnable(fresh::close))
			.flatMap(keep));
	}

	private Mono<StoredVersion> wrapped(FreshKey fresh, HsmKey wrapping, StoredKey key, int version, HsmCall call) {
		SecretBytes secret = Objects.requireNonNull(fresh.secret());
		return this.connections
			.use(call,
					(hsm) -> new HsmWrappingKey(hsm, wrapping).wrap(secret,
							boundTo(key.tenantId(), key.keyId(), version, key.algorithm())))
			.map((envelope) -> row(key, version, fresh.publicKey(), new HsmPart(wrapping.reference(), envelope)));
	}

	private StoredVersion row(StoredKey key, int version, byte @Nullable [] publicKey, HsmPart part) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return new StoredVersion(key.tenantId(), key.keyId(), version, key.algorithm(), publicKey, null, null, part,
				now, null);
	}

	private static String label(StoredKey key, int version) {
		return LABEL + key.keyId() + "-" + version;
	}

	/**
	 * Uses the private part of a version.
	 * @param <T> the result's type
	 * @param key the key
	 * @param version the version's number
	 * @param held the version
	 * @param audit the call's event
	 * @param use what to do: with the HSM that has the key, or with the unwrapped key,
	 * which is closed afterwards
	 * @return the result; what goes wrong in the HSM as
	 * {@link io.qnsp.kms.byohsm.HsmProblems} says it
	 */
	<T> Mono<T> with(StoredKey key, int version, Material.Held held, CallAudit audit, Function<Material, Mono<T>> use) {
		HsmCall call = call(key, audit);
		byte[] wrapped = held.part().wrapped();
		if (wrapped == null) {
			HsmForm form = HsmForm.of(held.algorithm(), key.purpose()).orElseThrow();
			HsmKey there = new HsmKey(held.part().reference(), form.algorithm(), null);
			return this.connections.use(call, (hsm) -> use.apply(new Material.InHsm(held, hsm, there, form)));
		}
		HsmKey wrapping = new HsmKey(held.part().reference(), HsmKeyAlgorithm.AES_256, null);
		Mono<SecretBytes> unwrapped = this.connections
			.use(call,
					(hsm) -> new HsmWrappingKey(hsm, wrapping).unwrap(wrapped,
							boundTo(key.tenantId(), key.keyId(), version, held.algorithm())))
			.onErrorMap(DecryptionException.class, (ex) -> new IllegalArgumentException(
					"version %d of key %s does not unwrap in its HSM".formatted(version, key.keyId()), ex));
		return Mono.usingWhen(unwrapped,
				(secret) -> Mono.usingWhen(
						this.materials.open(held.algorithm(), key.purpose(), secret, held.publicKey()), use,
						(open) -> Mono.fromRunnable(open::close)),
				(secret) -> Mono.fromRunnable(secret::close));
	}

	private static HsmCall call(StoredKey key, @Nullable CallAudit audit) {
		UUID connectionId = Objects.requireNonNull(Objects.requireNonNull(key.hsm()).connectionId());
		return new HsmCall(key.tenantId(), connectionId, key.keyId(), audit);
	}

	private static AssociatedData boundTo(UUID tenantId, UUID keyId, int version, Algorithm algorithm) {
		return AssociatedData.of(FORMAT, tenantId.toString(), keyId.toString(), Integer.toString(version),
				algorithm.id());
	}

}
