package io.qnsp.kms.keys.use;

import java.time.Clock;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.material.Material;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.StoredKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Uses keys, one operation at a time. Everything is decided from memory: after the first
 * use of a key none asks the database before its event is written.
 */
@Component
final class KeyUses {

	private static final int MOST_TRIED = 10;

	private final RememberedKeys remembered;

	private final KeyOperations operations;

	private final Clock clock;

	KeyUses(RememberedKeys remembered, KeyOperations operations, Clock clock) {
		this.remembered = remembered;
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * Who uses a key for what.
	 *
	 * @param keyId the key
	 * @param application what the caller named itself
	 * @param caller who calls
	 * @param audit the call
	 */
	record Call(UUID keyId, @Nullable String application, Caller caller, CallAudit audit) {

		void succeeded(Material material, int version) {
			KeyUse.describe(this.audit, material.algorithm().id(), version, 0);
		}

	}

	/**
	 * A key that may do what is asked of it; tells the call's event.
	 */
	Mono<StoredKey> usable(KeyOperation operation, long count, long bytes, Call call) {
		String application = Input.application(call.application);
		return this.remembered.find(call.caller.tenantId(), call.keyId).doOnNext((key) -> {
			KeyUse.describe(call.audit, call.keyId);
			KeyUse.describe(call.audit, application, count, bytes);
			KeyUse.describe(call.audit, key.algorithm().id(), key.version(), 0);
			UseRules.require(key, operation, this.clock.instant());
		});
	}

	Mono<UseAnswer.Signature> sign(UseRequest.Sign request, Call call) {
		byte[] data = Input.required("dataB64", request.dataB64());
		byte[] context = Input.context(request.context());
		return usable(KeyOperation.SIGN, 1, data.length, call)
			.flatMap((key) -> this.remembered.with(key, key.version(), KeyOperation.SIGN, call.audit,
					(material) -> this.operations.sign(material, data, context).map((signature) -> {
						call.succeeded(material, key.version());
						return new UseAnswer.Signature(key.keyId(), key.version(), material.algorithm().nistName(),
								Input.base64(signature));
					})));
	}

	Mono<UseAnswer.Verification> verify(UseRequest.Verify request, Call call) {
		byte[] data = Input.required("dataB64", request.dataB64());
		byte[] signature = Input.required("signatureB64", request.signatureB64());
		byte[] context = Input.context(request.context());
		return usable(KeyOperation.VERIFY, 1, data.length, call)
			.flatMap((key) -> verify(key, request.keyVersion(), data, signature, context, call.audit))
			.map((verified) -> {
				KeyUse.describe(call.audit, verified.algorithm.id(), verified.version, 0);
				call.audit.detail("valid", verified.valid);
				return new UseAnswer.Verification(call.keyId, verified.valid, verified.version,
						verified.algorithm.nistName());
			});
	}

	/**
	 * Verifies by one version, or by the current one and those before it.
	 */
	Mono<Verified> verify(StoredKey key, @Nullable Integer version, byte[] data, byte[] signature, byte[] context,
			CallAudit audit) {
		if (version != null) {
			return verifyBy(key, version, data, signature, context, audit);
		}
		int tried = Math.min(key.version(), MOST_TRIED);
		return Flux.range(0, tried)
			.concatMap((before) -> verifyBy(key, key.version() - before, data, signature, context, audit)
				.onErrorResume((ex) -> before > 0 && ex instanceof QnspException, (unfit) -> Mono.empty()), 0)
			.takeUntil(Verified::valid)
			.last();
	}

	private Mono<Verified> verifyBy(StoredKey key, int version, byte[] data, byte[] signature, byte[] context,
			CallAudit audit) {
		if (version > key.version()) {
			return Mono.error(() -> RememberedKeys.unknownVersion(key.keyId(), version));
		}
		return this.remembered.with(key, version, KeyOperation.VERIFY, audit,
				(material) -> this.operations.verify(material, data, signature, context)
					.map((valid) -> new Verified(valid, version, material.algorithm())));
	}

	Mono<UseAnswer.Ciphertext> encrypt(UseRequest.Encrypt request, Call call, KeyOperation operation) {
		byte[] plaintext = Input.required("plaintextB64", request.plaintextB64());
		byte[] associated = Input.associatedData(request.aadB64(), request.context());
		return usable(operation, 1, plaintext.length, call)
			.flatMap((key) -> protect(key, plaintext, associated, call, operation));
	}

	private Mono<UseAnswer.Ciphertext> protect(StoredKey key, byte[] plaintext, byte[] associated, Call call,
			KeyOperation operation) {
		return this.remembered.with(key, key.version(), operation, call.audit,
				(material) -> protect(material, plaintext, associated, operation).map((body) -> {
					call.succeeded(material, key.version());
					return new UseAnswer.Ciphertext(key.keyId(), key.version(), material.algorithm().nistName(),
							Input.base64(new KeyCiphertext(key.version(), body).encode()));
				}));
	}

	private Mono<byte[]> protect(Material material, byte[] plaintext, byte[] associated, KeyOperation operation) {
		return (operation == KeyOperation.WRAP) ? this.operations.wrap(material, plaintext, associated)
				: this.operations.encrypt(material, plaintext, associated);
	}

	Mono<UseAnswer.Plaintext> decrypt(UseRequest.Decrypt request, Call call, KeyOperation operation) {
		byte[] ciphertext = Input.required("ciphertextB64", request.ciphertextB64());
		byte[] associated = Input.associatedData(request.aadB64(), request.context());
		return usable(operation, 1, ciphertext.length, call)
			.flatMap((key) -> open(key, ciphertext, associated, operation, call.audit))
			.map((opened) -> {
				KeyUse.describe(call.audit, opened.algorithm.id(), opened.version, 0);
				return new UseAnswer.Plaintext(call.keyId, opened.version, opened.algorithm.nistName(),
						Input.base64(opened.plaintext));
			});
	}

	/**
	 * Opens a ciphertext by the version that it names. One that the key does not have, or
	 * has no more, fails like any other.
	 */
	Mono<Opened> open(StoredKey key, byte[] ciphertext, byte[] associated, KeyOperation operation, CallAudit audit) {
		KeyCiphertext sealed = KeyCiphertext.decode(ciphertext)
			.filter((known) -> known.version() <= key.version())
			.orElseThrow(KeyOperations::undecryptable);
		return this.remembered
			.with(key, sealed.version(), operation, audit,
					(material) -> ((operation == KeyOperation.UNWRAP)
							? this.operations.unwrap(material, sealed.body(), associated)
							: this.operations.decrypt(material, sealed.body(), associated))
						.map((plaintext) -> new Opened(sealed.version(), material.algorithm(), plaintext)))
			.onErrorMap(KeyOperations::hidden);
	}

	Mono<UseAnswer.Ciphertext> reencrypt(UseRequest.Decrypt request, Call call) {
		byte[] ciphertext = Input.required("ciphertextB64", request.ciphertextB64());
		byte[] associated = Input.associatedData(request.aadB64(), request.context());
		return usable(KeyOperation.REENCRYPT, 1, ciphertext.length, call).flatMap((key) -> {
			boolean wraps = KeyOperation.WRAP.purposes().contains(key.purpose());
			return open(key, ciphertext, associated, wraps ? KeyOperation.UNWRAP : KeyOperation.DECRYPT, call.audit)
				.flatMap((opened) -> protect(key, opened.plaintext, associated, call,
						wraps ? KeyOperation.WRAP : KeyOperation.ENCRYPT));
		});
	}

	Mono<UseAnswer.SharedSecret> encapsulate(Call call) {
		return usable(KeyOperation.ENCAPSULATE, 1, 0, call)
			.flatMap((key) -> this.remembered.with(key, key.version(), KeyOperation.ENCAPSULATE, call.audit,
					(material) -> this.operations.encapsulate(material).map((made) -> {
						call.succeeded(material, key.version());
						return new UseAnswer.SharedSecret(key.keyId(), key.version(), material.algorithm().nistName(),
								Input.base64(made.sharedSecret()), Input.base64(made.ciphertext()));
					})));
	}

	Mono<UseAnswer.SharedSecret> decapsulate(UseRequest.Decapsulate request, Call call) {
		byte[] ciphertext = Input.required("ciphertextB64", request.ciphertextB64());
		return usable(KeyOperation.DECAPSULATE, 1, ciphertext.length, call).flatMap((key) -> {
			int version = versionOf(request.keyVersion(), key);
			return this.remembered.with(key, version, KeyOperation.DECAPSULATE, call.audit,
					(material) -> this.operations.decapsulate(material, ciphertext).map((secret) -> {
						call.succeeded(material, version);
						return new UseAnswer.SharedSecret(key.keyId(), version, material.algorithm().nistName(),
								Input.base64(secret), null);
					}));
		}).onErrorMap(KeyOperations::hidden);
	}

	// ML-KEM answers another secret, not an error, for the encapsulation of another key.
	private static int versionOf(@Nullable Integer asked, StoredKey key) {
		if (asked == null && key.version() > 1) {
			throw QnspException.badRequest("keyVersion",
					"missing (expected: the version of the public key that was used, 1..%d)".formatted(key.version()));
		}
		if (asked != null && asked > key.version()) {
			throw RememberedKeys.unknownVersion(key.keyId(), asked);
		}
		return (asked != null) ? asked : key.version();
	}

	/**
	 * Whether a signature is valid.
	 *
	 * @param valid whether it is
	 * @param version the version that made it, or the last one that was tried
	 * @param algorithm that version's algorithm
	 */
	record Verified(boolean valid, int version, Algorithm algorithm) {

	}

	/**
	 * What was in a ciphertext.
	 *
	 * @param version the version that protected it
	 * @param algorithm that version's algorithm
	 * @param plaintext what was protected
	 */
	record Opened(int version, Algorithm algorithm, byte[] plaintext) {

		@Override
		public String toString() {
			return "Opened[version " + this.version + "]";
		}

	}

}
