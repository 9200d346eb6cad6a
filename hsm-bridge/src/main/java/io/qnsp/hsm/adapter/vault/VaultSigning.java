package io.qnsp.hsm.adapter.vault;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.encoding.Der;
import reactor.core.publisher.Mono;

/**
 * Signs and verifies in a vault, which gets the message's digest. A vault writes ECDSA
 * signatures as two numbers side by side; everybody else writes DER.
 */
final class VaultSigning {

	private final VaultCalls calls;

	VaultSigning(VaultCalls calls) {
		this.calls = calls;
	}

	Mono<byte[]> sign(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		SignatureAlgorithm algorithm = algorithm(key, scheme);
		byte[] input = input(key, scheme, message);
		return this.calls.key(scheme.label(), key.reference(), (client) -> client.sign(algorithm, input))
			.map((result) -> (scheme.family() == Family.EC) ? Der.signature(result.getSignature())
					: result.getSignature());
	}

	Mono<Boolean> verify(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature) {
		SignatureAlgorithm algorithm = algorithm(key, scheme);
		int number = (key.algorithm().size() + 7) / 8;
		byte[] raw = (scheme.family() == Family.EC) ? Der.rawSignature(signature, number) : signature;
		int expected = (scheme.family() == Family.EC) ? 2 * number : number;
		if (raw.length != expected) {
			return Mono.just(false);
		}
		byte[] input = input(key, scheme, message);
		return this.calls.key(scheme.label(), key.reference(), (client) -> client.verify(algorithm, input, raw))
			.map((result) -> Boolean.TRUE.equals(result.isValid()));
	}

	// A vault names the curve with the hash, and looks at the digest's length alone.
	private static SignatureAlgorithm algorithm(HsmKey key, HsmSignatureScheme scheme) {
		if (scheme == HsmSignatureScheme.ED25519 || scheme == HsmSignatureScheme.ML_DSA) {
			throw VaultKeys.unsupported(scheme.label());
		}
		if (scheme.family() != key.algorithm().family()) {
			throw new HsmException(Problem.INVALID_INPUT,
					scheme.label() + ": not for a key of " + key.algorithm().label());
		}
		return switch (scheme) {
			case RSA_PSS_SHA256 -> SignatureAlgorithm.PS256;
			case RSA_PSS_SHA384 -> SignatureAlgorithm.PS384;
			case RSA_PSS_SHA512 -> SignatureAlgorithm.PS512;
			case RSA_PKCS1_SHA256 -> SignatureAlgorithm.RS256;
			case RSA_PKCS1_SHA384 -> SignatureAlgorithm.RS384;
			case RSA_PKCS1_SHA512 -> SignatureAlgorithm.RS512;
			default -> switch (key.algorithm()) {
				case EC_P256 -> SignatureAlgorithm.ES256;
				case EC_P384 -> SignatureAlgorithm.ES384;
				default -> SignatureAlgorithm.ES512;
			};
		};
	}

	private static byte[] input(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		byte[] digest = digest(scheme, message);
		return switch (key.algorithm()) {
			case EC_P256 -> fitted(digest, 32);
			case EC_P384 -> fitted(digest, 48);
			case EC_P521 -> fitted(digest, 64);
			default -> digest;
		};
	}

	/**
	 * A digest of another length than the curve's usual one as the same number (FIPS
	 * 186-5, 6.4.1): the leftmost bits of a longer one, zeros before a shorter one.
	 */
	static byte[] fitted(byte[] digest, int length) {
		if (digest.length >= length) {
			return Arrays.copyOf(digest, length);
		}
		byte[] number = new byte[length];
		System.arraycopy(digest, 0, number, length - digest.length, digest.length);
		return number;
	}

	private static byte[] digest(HsmSignatureScheme scheme, byte[] message) {
		try {
			return MessageDigest.getInstance(scheme.digest()).digest(message);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has " + scheme.digest(), ex);
		}
	}

}
