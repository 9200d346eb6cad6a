package io.qnsp.kms.byohsm.operation;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.hybrid.HybridEncryption;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.key.SoftwareKeys;
import io.qnsp.kms.byohsm.key.StoredHsmKey;
import io.qnsp.kms.byohsm.key.StoredHsmKey.Place;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What post-quantum keys do outside of an HSM: everything that needs the public key
 * alone, and for keys that no HSM makes also what needs the private one. ML-KEM wraps by
 * {@link HybridEncryption}, which anybody can do with the public key; an HSM that has the
 * private key only decapsulates.
 */
@Component
final class PostQuantumKeys {

	private static final byte[] NOTHING = {};

	private final CryptoEngine engine;

	private final HsmConnections connections;

	private final SoftwareKeys softwareKeys;

	PostQuantumKeys(CryptoEngine engine, HsmConnections connections, SoftwareKeys softwareKeys) {
		this.engine = engine;
		this.connections = connections;
		this.softwareKeys = softwareKeys;
	}

	Mono<byte[]> sign(StoredHsmKey key, Place.Wrapped place, byte[] data, HsmCall call) {
		return this.softwareKeys.with(key, place, call,
				(secret) -> Mono.usingWhen(this.engine.signatures().open(key.engineAlgorithm(), secret, raw(key)),
						(open) -> this.engine.signatures().sign(open, data), (open) -> Mono.fromRunnable(open::close)));
	}

	Mono<Boolean> verify(StoredHsmKey key, byte[] data, byte[] signature) {
		return this.engine.signatures().verify(key.engineAlgorithm(), raw(key), data, signature);
	}

	Mono<byte[]> wrap(StoredHsmKey key, byte[] secret) {
		return this.engine.hybridEncryption().encrypt(key.engineAlgorithm(), raw(key), secret, NOTHING);
	}

	Mono<byte[]> unwrap(StoredHsmKey key, byte[] wrapped, HsmCall call) {
		Mono<byte[]> opened = switch (key.place()) {
			case Place.Native inHsm -> unwrapInHsm(key, inHsm, wrapped, call);
			case Place.Wrapped place -> this.softwareKeys.with(key, place, call,
					(secret) -> Mono.usingWhen(this.engine.kems().open(key.engineAlgorithm(), secret, raw(key)),
							(open) -> this.engine.hybridEncryption().decrypt(open, wrapped, NOTHING),
							(open) -> Mono.fromRunnable(open::close)));
		};
		return opened.onErrorMap(DecryptionException.class, (failure) -> notUnwrapped());
	}

	private Mono<byte[]> unwrapInHsm(StoredHsmKey key, Place.Native inHsm, byte[] wrapped, HsmCall call) {
		Algorithm algorithm = key.engineAlgorithm();
		return Mono.fromSupplier(() -> HybridEncryption.encapsulated(algorithm, wrapped))
			.flatMap((encapsulated) -> Mono.usingWhen(
					this.connections.use(call, (hsm) -> hsm.decapsulate(key.inHsm(inHsm), encapsulated))
						.map(SecretBytes::takeOver),
					(secret) -> this.engine.hybridEncryption().decrypt(algorithm, secret, wrapped, NOTHING),
					(secret) -> Mono.fromRunnable(secret::close)));
	}

	/**
	 * The one answer to whatever does not unwrap, for whatever reason.
	 */
	static QnspException notUnwrapped() {
		return QnspException.unprocessable("wrappedKey", "does not unwrap with this key and algorithm");
	}

	private static byte[] raw(StoredHsmKey key) {
		return KeyEncodings.rawPublicKey(key.engineAlgorithm(), key.requiredPublicKey()).orElseThrow();
	}

}
