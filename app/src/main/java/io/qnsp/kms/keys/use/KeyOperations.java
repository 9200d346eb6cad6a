package io.qnsp.kms.keys.use;

import java.util.concurrent.Callable;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kem.Encapsulation;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.keywrap.KeyWrap;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.Signatures;
import io.qnsp.crypto.signature.VerificationKey;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.material.Material;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What the crypto engine does with one version's material. What the material can't do by
 * its kind is a 422 that names what was expected.
 */
@Component
final class KeyOperations {

	private static final SecretAccess ANSWER = SecretAccess.because("unwrapped key or shared secret for its caller");

	private final CryptoEngine engine;

	private final HsmOperations hsms;

	KeyOperations(CryptoEngine engine, HsmOperations hsms) {
		this.engine = engine;
		this.hsms = hsms;
	}

	Mono<byte[]> sign(Material material, byte[] data, byte[] context) {
		requireContext(material.algorithm(), context);
		return switch (material) {
			case Material.Signing signing -> this.engine.signatures().sign(signing.key(), data, context);
			case Material.Secret secret -> this.engine.macs().mac(secret.algorithm(), secret.bytes(), data);
			case Material.InHsm inHsm -> this.hsms.sign(inHsm, data, context);
			case Material.Verifying other -> Mono.error(unfit(other, KeyOperation.SIGN));
			case Material.Held other -> Mono.error(unfit(other, KeyOperation.SIGN));
			case Material.Recipient other -> Mono.error(unfit(other, KeyOperation.SIGN));
		};
	}

	Mono<Boolean> verify(Material material, byte[] data, byte[] signature, byte[] context) {
		requireContext(material.algorithm(), context);
		return switch (material) {
			case Material.Signing signing -> verify(signing.publicKey(), data, signature, context);
			case Material.Verifying verifying -> verify(verifying.publicKey(), data, signature, context);
			case Material.Secret secret ->
				this.engine.macs().verify(secret.algorithm(), secret.bytes(), data, signature);
			case Material.Held held when held.verifies() != null -> verify(held.verifies(), data, signature, context);
			case Material.Held other -> Mono.error(unfit(other, KeyOperation.VERIFY));
			case Material.InHsm other -> Mono.error(unfit(other, KeyOperation.VERIFY));
			case Material.Recipient other -> Mono.error(unfit(other, KeyOperation.VERIFY));
		};
	}

	private Mono<Boolean> verify(VerificationKey key, byte[] data, byte[] signature, byte[] context) {
		return this.engine.signatures().verify(key, data, signature, context);
	}

	Mono<byte[]> encrypt(Material material, byte[] plaintext, byte[] associatedData) {
		return switch (material) {
			case Material.Secret secret ->
				this.engine.bareAead().encrypt(secret.algorithm(), secret.bytes(), plaintext, associatedData);
			case Material.Recipient recipient ->
				this.engine.hybridEncryption().encrypt(recipient.publicKey(), plaintext, associatedData);
			case Material.Held held when held.recipient() != null ->
				this.engine.hybridEncryption().encrypt(held.recipient(), plaintext, associatedData);
			case Material.InHsm inHsm -> this.hsms.encrypt(inHsm, plaintext, associatedData);
			case Material.Held other -> Mono.error(unfit(other, KeyOperation.ENCRYPT));
			case Material.Signing other -> Mono.error(unfit(other, KeyOperation.ENCRYPT));
			case Material.Verifying other -> Mono.error(unfit(other, KeyOperation.ENCRYPT));
		};
	}

	Mono<byte[]> decrypt(Material material, byte[] body, byte[] associatedData) {
		return switch (material) {
			case Material.Secret secret ->
				this.engine.bareAead().decrypt(secret.algorithm(), secret.bytes(), body, associatedData);
			case Material.Recipient recipient ->
				this.engine.hybridEncryption().decrypt(recipient.key(), body, associatedData);
			case Material.InHsm inHsm -> this.hsms.decrypt(inHsm, body, associatedData);
			case Material.Held other -> Mono.error(unfit(other, KeyOperation.DECRYPT));
			case Material.Signing other -> Mono.error(unfit(other, KeyOperation.DECRYPT));
			case Material.Verifying other -> Mono.error(unfit(other, KeyOperation.DECRYPT));
		};
	}

	Mono<byte[]> wrap(Material material, byte[] key, byte[] associatedData) {
		if (!isSecret(material)) {
			return encrypt(material, key, associatedData);
		}
		requireNoAssociatedData(material.algorithm(), associatedData);
		if (key.length == 0 || key.length > KeyWrap.LONGEST) {
			return Mono.error(QnspException.badRequest("plaintextB64",
					"%d bytes (expected: 1..%d)".formatted(key.length, KeyWrap.LONGEST)));
		}
		if (!(material instanceof Material.Secret secret)) {
			return encrypt(material, key, associatedData);
		}
		return this.engine.fastLane().run(material.algorithm().id() + ".wrap", () -> {
			try (SecretBytes wrapped = SecretBytes.copyOf(key)) {
				return KeyWrap.wrap(secret.bytes(), wrapped);
			}
		});
	}

	Mono<byte[]> unwrap(Material material, byte[] body, byte[] associatedData) {
		if (isSecret(material)) {
			requireNoAssociatedData(material.algorithm(), associatedData);
		}
		if (!(material instanceof Material.Secret secret)) {
			return decrypt(material, body, associatedData);
		}
		return this.engine.fastLane().run(material.algorithm().id() + ".unwrap", () -> {
			try (SecretBytes key = KeyWrap.unwrap(secret.bytes(), body)) {
				return key.toByteArray(ANSWER);
			}
		});
	}

	private static boolean isSecret(Material material) {
		return material instanceof Material.Secret
				|| (material instanceof Material.InHsm inHsm && inHsm.held().publicKey() == null);
	}

	Mono<Encapsulated> encapsulate(Material material) {
		EncapsulationKey recipient = switch (material) {
			case Material.Recipient own -> own.publicKey();
			case Material.Held held -> held.recipient();
			default -> null;
		};
		return (recipient == null) ? Mono.error(unfit(material, KeyOperation.ENCAPSULATE))
				: this.engine.kems().encapsulate(recipient).map(KeyOperations::taken);
	}

	private static Encapsulated taken(Encapsulation made) {
		try (made) {
			return new Encapsulated(made.encapsulated(), made.secret().toByteArray(ANSWER));
		}
	}

	Mono<byte[]> decapsulate(Material material, byte[] encapsulated) {
		if (material instanceof Material.InHsm inHsm) {
			return this.hsms.decapsulate(inHsm, encapsulated);
		}
		if (!(material instanceof Material.Recipient recipient)) {
			return Mono.error(unfit(material, KeyOperation.DECAPSULATE));
		}
		return this.engine.kems().decapsulate(recipient.key(), encapsulated).map((secret) -> {
			try (secret) {
				return secret.toByteArray(ANSWER);
			}
		});
	}

	/**
	 * {@link #sign} of a MAC key, on a lane already.
	 */
	byte[] macHere(Material.Secret secret, byte[] data, byte[] context) {
		requireContext(secret.algorithm(), context);
		return this.engine.macs().macHere(secret.algorithm(), secret.bytes(), data);
	}

	/**
	 * {@link #encrypt} on a lane already.
	 */
	byte[] encryptHere(Material.Secret secret, byte[] plaintext, byte[] associatedData) {
		return this.engine.bareAead().encryptHere(secret.algorithm(), secret.bytes(), plaintext, associatedData);
	}

	/**
	 * {@link #decrypt} on a lane already.
	 */
	byte[] decryptHere(Material.Secret secret, byte[] body, byte[] associatedData) {
		return this.engine.bareAead().decryptHere(secret.algorithm(), secret.bytes(), body, associatedData);
	}

	/**
	 * Many small operations of a secret key as one piece of work on a lane.
	 */
	<T> Mono<T> together(String operation, Callable<T> work) {
		return this.engine.fastLane().run(operation, work);
	}

	/**
	 * The one answer to whatever can't be opened, for whatever reason.
	 */
	static QnspException undecryptable() {
		return QnspException.unprocessable("ciphertextB64", "can't be decrypted with this key and associated data");
	}

	/**
	 * Hides why a decryption failed.
	 */
	static Throwable hidden(Throwable failure) {
		return (failure instanceof DecryptionException) ? undecryptable() : failure;
	}

	private static void requireContext(Algorithm algorithm, byte[] context) {
		if (context.length > 0 && !Signatures.takesContext(algorithm)) {
			throw QnspException.unprocessable("context",
					algorithm + " takes none (expected: none; ML-DSA and SLH-DSA take one)");
		}
	}

	private static void requireNoAssociatedData(Algorithm algorithm, byte[] associatedData) {
		if (associatedData.length > 0) {
			throw QnspException.unprocessable("aadB64", algorithm
					+ " key wrap binds nothing beside the key (expected: none; wrapping keys of KEMs take some)");
		}
	}

	private static QnspException unfit(Material material, KeyOperation operation) {
		return QnspException.unprocessable("keyId",
				"the %s key can't %s".formatted(material.algorithm(), operation.wireName()));
	}

	/**
	 * A shared secret and what to send.
	 *
	 * @param ciphertext what the key's holder needs to recover it; public
	 * @param sharedSecret the secret
	 */
	record Encapsulated(byte[] ciphertext, byte[] sharedSecret) {

		@Override
		public String toString() {
			return "Encapsulated[" + this.ciphertext.length + " bytes]";
		}

	}

}
