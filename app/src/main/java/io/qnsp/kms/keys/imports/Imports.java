package io.qnsp.kms.keys.imports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.Base64Text;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.creation.KeyChoice;
import io.qnsp.kms.keys.creation.NewKey;
import io.qnsp.kms.keys.creation.NewKeys;
import io.qnsp.kms.keys.material.FreshKey;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.reading.Key;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.policy.CryptoPolicies;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes import keys and takes what was encrypted to them.
 */
@Component
final class Imports {

	private static final Duration VALID_FOR = Duration.ofHours(24);

	private static final int MOST_IMPORT_KEYS = 1_000;

	private static final String WRAPPED = "wrappedKeyB64";

	private static final String PUBLIC = "publicKeyB64";

	private final ImportKeyRepository repository;

	private final CryptoEngine engine;

	private final Materials materials;

	private final NewKeys keys;

	private final CryptoPolicies policies;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	Imports(ImportKeyRepository repository, CryptoEngine engine, Materials materials, NewKeys keys,
			CryptoPolicies policies, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.engine = engine;
		this.materials = materials;
		this.keys = keys;
		this.policies = policies;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<ImportController.ImportKeyAnswer> makeImportKey(@Nullable String algorithm, Caller caller, CallAudit audit) {
		Algorithm chosen = (algorithm == null) ? Algorithm.ML_KEM_768 : Algorithm.named(algorithm)
			.filter(Imports::isForImportKeys)
			.orElseThrow(() -> QnspException.unprocessable("algorithm",
					"not for import keys (expected: a KEM or RSA of the standards, such as ML-KEM-768, X-Wing or RSA-3072)"));
		UUID id = this.ids.next();
		Instant now = now();
		audit.resource("kms-import-key", id).detail("algorithm", chosen.id());
		return this.materials.generate(chosen, Purpose.WRAPPING)
			.flatMap((fresh) -> this.materials.sealImportKey(fresh, caller.tenantId(), id)
				.map((sealed) -> new ImportKey(caller.tenantId(), id, chosen, Objects.requireNonNull(fresh.publicKey()),
						sealed, now, now.plus(VALID_FOR))))
			.flatMap((key) -> this.changes.commit(this.repository.insert(key, MOST_IMPORT_KEYS)
				.flatMap((inserted) -> inserted ? Mono.just(ImportController.answer(key)) : Mono
					.error(QnspException.conflict(
							"The tenant has %d unused import keys (expected: fewer, to add one; they expire after 24 hours)"
								.formatted(MOST_IMPORT_KEYS))))));
	}

	private static boolean isForImportKeys(Algorithm algorithm) {
		return algorithm.family().isAsymmetric() && algorithm.availability() == Availability.GENERAL
				&& algorithm.purposes().contains(Purpose.WRAPPING);
	}

	Mono<Key> take(ImportRequest request, Caller caller, CallAudit audit) {
		Source source = source(request);
		boolean publicOnly = source.importKeyId == null;
		NewKey wanted = NewKey.of(KeyChoice.of(request.algorithm(), request.purpose()),
				publicOnly ? KeyOrigin.PUBLIC : KeyOrigin.IMPORTED, request.name(), request.metadata(),
				request.rotationPeriod(), null);
		if (publicOnly) {
			requireVerifying(wanted);
		}
		StoredKey key = this.keys.row(wanted, caller, audit);
		return this.policies.of(caller.tenantId())
			.doOnNext((policy) -> wanted.choice().requireAllowed(policy, this.clock.instant()))
			.then(Mono.defer(() -> brought(source, wanted.choice().algorithm(), caller)))
			.flatMap((fresh) -> this.materials.seal(fresh, key.algorithm(), key.tenantId(), key.keyId(), 1))
			.flatMap((version) -> this.changes.commit(used(source, caller).then(this.keys.insert(key, version))));
	}

	private static Source source(ImportRequest request) {
		if (request.protection() == Protection.HSM) {
			throw QnspException.unprocessable("protection",
					"hsm: a key that comes from elsewhere was outside of the HSM already (expected: software)");
		}
		UUID importKeyId = request.importKeyId();
		String wrapped = request.wrappedKeyB64();
		String publicKey = request.publicKeyB64();
		if (importKeyId != null && wrapped != null && publicKey == null) {
			return new Source(importKeyId, Base64Text.decode(WRAPPED, wrapped));
		}
		if (publicKey != null && importKeyId == null && wrapped == null) {
			return new Source(null, Base64Text.decode(PUBLIC, publicKey));
		}
		throw QnspException.badRequest(WRAPPED,
				"missing, or too much (expected: either importKeyId and wrappedKeyB64, or publicKeyB64)");
	}

	private static void requireVerifying(NewKey key) {
		if (key.choice().purpose() != Purpose.SIGNING) {
			throw QnspException.unprocessable("purpose",
					key.choice().purpose().wireName() + " (expected: signing; a public key alone only verifies)");
		}
		if (key.rotation() != null) {
			throw QnspException.unprocessable("rotationPeriod",
					"(expected: none; a key of which only the public part is here can't be renewed)");
		}
	}

	private Mono<FreshKey> brought(Source source, Algorithm algorithm, Caller caller) {
		if (source.importKeyId == null) {
			return this.engine.imports()
				.validatePublicKey(algorithm, source.bytes)
				.onErrorMap(IllegalArgumentException.class, (ex) -> unusable(PUBLIC, ex))
				.map((raw) -> new FreshKey(null, raw));
		}
		UUID id = source.importKeyId;
		return this.repository.find(caller.tenantId(), id, now())
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("import key", id)))
			.flatMap((importKey) -> this.materials.unwrapImport(importKey.algorithm(), importKey.publicKey(),
					importKey.sealed(), importKey.tenantId(), id, source.bytes))
			.onErrorMap(DecryptionException.class,
					(ex) -> QnspException.unprocessable(WRAPPED, "can't be decrypted with this import key"))
			.flatMap((key) -> derived(algorithm, key));
	}

	private Mono<FreshKey> derived(Algorithm algorithm, SecretBytes key) {
		return this.engine.imports()
			.derive(algorithm, key)
			.onErrorMap(IllegalArgumentException.class, (ex) -> unusable(WRAPPED, ex))
			.map((pair) -> new FreshKey(pair.secret(), (pair.publicKey().length > 0) ? pair.publicKey() : null))
			.doFinally((end) -> key.close());
	}

	// The engine's messages name the algorithm and what was expected, never key bytes.
	private static QnspException unusable(String field, IllegalArgumentException ex) {
		return QnspException.unprocessable(field, String.valueOf(ex.getMessage()));
	}

	private Mono<Void> used(Source source, Caller caller) {
		UUID id = source.importKeyId;
		return (id == null) ? Mono.empty() : this.repository.take(caller.tenantId(), id, now())
			.flatMap((taken) -> taken ? Mono.<Void>empty() : Mono.error(QnspException.notFound("import key", id)));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	/**
	 * What was brought.
	 *
	 * @param importKeyId the import key it is encrypted to, or {@code null} for a public
	 * key
	 * @param bytes the wrapped key, or the public key
	 */
	private record Source(@Nullable UUID importKeyId, byte[] bytes) {

	}

}
