package io.qnsp.hsm.adapter.vault;

import java.nio.ByteBuffer;
import java.util.Arrays;

import com.azure.security.keyvault.keys.cryptography.models.DecryptParameters;
import com.azure.security.keyvault.keys.cryptography.models.DecryptResult;
import com.azure.security.keyvault.keys.cryptography.models.EncryptParameters;
import com.azure.security.keyvault.keys.cryptography.models.EncryptResult;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.UnwrapResult;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmWrapScheme;
import reactor.core.publisher.Mono;

/**
 * Wraps and unwraps in a vault. The secret travels there and back inside TLS; on the way
 * it is text of a request or an answer, which can't be wiped.
 */
final class VaultWrapping {

	private static final int IV_BYTES = 12;

	private static final int TAG_BYTES = 16;

	private static final int BLOCK_BYTES = 8;

	private final VaultCalls calls;

	VaultWrapping(VaultCalls calls) {
		this.calls = calls;
	}

	Mono<byte[]> wrap(HsmKey key, HsmWrapScheme scheme, byte[] secret, byte[] associatedData) {
		requireFit(key, scheme, associatedData);
		if (scheme == HsmWrapScheme.AES_GCM) {
			return this.calls
				.key(scheme.label(), key.reference(), (client) -> client.encrypt(sealing(key, secret, associatedData)))
				.map(VaultWrapping::joined);
		}
		if (scheme == HsmWrapScheme.AES_KW && (secret.length < 2 * BLOCK_BYTES || secret.length % BLOCK_BYTES > 0)) {
			throw new HsmException(Problem.INVALID_INPUT, "secret: " + secret.length + " bytes (expected: at least "
					+ 2 * BLOCK_BYTES + ", whole blocks of " + BLOCK_BYTES + ")");
		}
		return this.calls
			.key(scheme.label(), key.reference(), (client) -> client.wrapKey(algorithm(key, scheme), secret))
			.map(WrapResult::getEncryptedKey);
	}

	Mono<byte[]> unwrap(HsmKey key, HsmWrapScheme scheme, byte[] wrapped, byte[] associatedData) {
		requireFit(key, scheme, associatedData);
		if (scheme == HsmWrapScheme.AES_GCM) {
			if (wrapped.length < IV_BYTES + TAG_BYTES) {
				throw new HsmException(Problem.INVALID_INPUT,
						"wrapped: " + wrapped.length + " bytes (expected: at least " + (IV_BYTES + TAG_BYTES) + ")");
			}
			return this.calls
				.key(scheme.label(), key.reference(), (client) -> client.decrypt(opening(key, wrapped, associatedData)))
				.map(DecryptResult::getPlainText)
				.onErrorMap(VaultWrapping::isRefusal, VaultWrapping::oneAnswer);
		}
		return this.calls
			.key(scheme.label(), key.reference(), (client) -> client.unwrapKey(algorithm(key, scheme), wrapped))
			.map(UnwrapResult::getKey)
			.onErrorMap(VaultWrapping::isRefusal, VaultWrapping::oneAnswer);
	}

	private static boolean isRefusal(Throwable error) {
		return error instanceof HsmException known && known.problem() == Problem.INVALID_INPUT;
	}

	// Why something does not unwrap is nobody's business: the answer would help to guess.
	private static HsmException oneAnswer(Throwable error) {
		return new HsmException(Problem.INVALID_INPUT, "wrapped: does not unwrap with this key");
	}

	private static EncryptParameters sealing(HsmKey key, byte[] secret, byte[] associatedData) {
		return switch (key.algorithm()) {
			case AES_128 -> EncryptParameters.createA128GcmParameters(secret, associatedData);
			case AES_192 -> EncryptParameters.createA192GcmParameters(secret, associatedData);
			default -> EncryptParameters.createA256GcmParameters(secret, associatedData);
		};
	}

	private static DecryptParameters opening(HsmKey key, byte[] wrapped, byte[] associatedData) {
		byte[] iv = Arrays.copyOf(wrapped, IV_BYTES);
		byte[] content = Arrays.copyOfRange(wrapped, IV_BYTES, wrapped.length - TAG_BYTES);
		byte[] tag = Arrays.copyOfRange(wrapped, wrapped.length - TAG_BYTES, wrapped.length);
		return switch (key.algorithm()) {
			case AES_128 -> DecryptParameters.createA128GcmParameters(content, iv, tag, associatedData);
			case AES_192 -> DecryptParameters.createA192GcmParameters(content, iv, tag, associatedData);
			default -> DecryptParameters.createA256GcmParameters(content, iv, tag, associatedData);
		};
	}

	private static byte[] joined(EncryptResult sealed) {
		byte[] iv = sealed.getIv();
		byte[] content = sealed.getCipherText();
		byte[] tag = sealed.getAuthenticationTag();
		if (iv == null || iv.length != IV_BYTES || tag == null || tag.length != TAG_BYTES) {
			throw new HsmException(Problem.REFUSED,
					"AES-GCM: the vault answered without an IV of " + IV_BYTES + " bytes and a tag of " + TAG_BYTES);
		}
		return ByteBuffer.allocate(IV_BYTES + content.length + TAG_BYTES).put(iv).put(content).put(tag).array();
	}

	private static KeyWrapAlgorithm algorithm(HsmKey key, HsmWrapScheme scheme) {
		return switch (scheme) {
			case RSA_OAEP_SHA1 -> KeyWrapAlgorithm.RSA_OAEP;
			case RSA_OAEP_SHA256 -> KeyWrapAlgorithm.RSA_OAEP_256;
			default -> switch (key.algorithm()) {
				case AES_128 -> KeyWrapAlgorithm.A128KW;
				case AES_192 -> KeyWrapAlgorithm.A192KW;
				default -> KeyWrapAlgorithm.A256KW;
			};
		};
	}

	private static void requireFit(HsmKey key, HsmWrapScheme scheme, byte[] associatedData) {
		if (scheme == HsmWrapScheme.AES_KWP) {
			throw VaultKeys.unsupported(scheme.label());
		}
		if (scheme.family() != key.algorithm().family()) {
			throw new HsmException(Problem.INVALID_INPUT,
					scheme.label() + ": not for a key of " + key.algorithm().label());
		}
		if (scheme.family() == Family.RSA || scheme == HsmWrapScheme.AES_KW) {
			requireNone(scheme, associatedData);
		}
	}

	private static void requireNone(HsmWrapScheme scheme, byte[] associatedData) {
		if (associatedData.length > 0) {
			throw new HsmException(Problem.INVALID_INPUT, scheme.label() + ": takes no associated data");
		}
	}

}
