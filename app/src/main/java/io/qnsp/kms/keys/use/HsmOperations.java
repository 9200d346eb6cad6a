package io.qnsp.kms.keys.use;

import java.util.Objects;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.hybrid.HybridEncryption;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.kms.keys.material.Material;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What an HSM does with a key that it has. Its results are those of a software key: the
 * formats of signatures and ciphertexts are the same. Failures of the HSM stay
 * {@link HsmException}; what does not open is a {@link DecryptionException}.
 */
@Component
final class HsmOperations {

	private static final byte[] NOTHING = {};

	private final CryptoEngine engine;

	HsmOperations(CryptoEngine engine) {
		this.engine = engine;
	}

	Mono<byte[]> sign(Material.InHsm key, byte[] data, byte[] context) {
		if (context.length > 0) {
			return Mono.error(() -> QnspException.unprocessable("context",
					"the key lives in an HSM, which signs without a context (expected: none)"));
		}
		return key.hsm().sign(key.key(), Objects.requireNonNull(key.form().signs()), data);
	}

	/** Encrypts by a secret key, or wraps, as the key's purpose says. */
	Mono<byte[]> encrypt(Material.InHsm key, byte[] plaintext, byte[] associatedData) {
		return key.hsm().wrap(key.key(), scheme(key), plaintext, associatedData);
	}

	/** Opens what was encrypted or wrapped by a secret key, or to a public one. */
	Mono<byte[]> decrypt(Material.InHsm key, byte[] body, byte[] associatedData) {
		return (key.held().publicKey() == null) ? opened(key.hsm().unwrap(key.key(), scheme(key), body, associatedData))
				: Mono.fromCallable(() -> HybridEncryption.encapsulated(key.algorithm(), body))
					.flatMap((encapsulated) -> Mono.usingWhen(decapsulate(key, encapsulated).map(SecretBytes::takeOver),
							(secret) -> this.engine.hybridEncryption()
								.decrypt(key.algorithm(), secret, body, associatedData),
							(secret) -> Mono.fromRunnable(secret::close)));
	}

	Mono<byte[]> decapsulate(Material.InHsm key, byte[] encapsulated) {
		int expected = key.algorithm().sizes().output();
		if (encapsulated.length != expected) {
			return Mono.error(DecryptionException::new);
		}
		return opened((key.form().opens() == null) ? key.hsm().decapsulate(key.key(), encapsulated)
				: key.hsm().unwrap(key.key(), scheme(key), encapsulated, NOTHING));
	}

	private static HsmWrapScheme scheme(Material.InHsm key) {
		return Objects.requireNonNull(key.form().opens());
	}

	private static Mono<byte[]> opened(Mono<byte[]> work) {
		return work.onErrorMap(HsmException.class,
				(failure) -> (failure.problem() == HsmException.Problem.INVALID_INPUT) ? new DecryptionException()
						: failure);
	}

}
