package io.qnsp.crypto.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyPairGenerator;
import org.bouncycastle.pqc.crypto.falcon.FalconPrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes signature keys in their raw forms, whoever signs with them later.
 */
final class SignatureKeys {

	private static final SecretAccess PUBLIC_PART = SecretAccess.because("public key of a private key");

	private SignatureKeys() {
	}

	/** The caller closes the secret. */
	static Raw generate(Algorithm algorithm, Randoms randoms) {
		SecureRandom random = randoms.asSecureRandom();
		return switch (algorithm.family()) {
			case ML_DSA -> mlDsa(algorithm, randoms);
			case EDDSA -> ed25519(randoms);
			case SLH_DSA -> slhDsa(algorithm, random);
			case FN_DSA -> falcon(algorithm, random);
			case RSA -> jca(algorithm, SecurityProviders.jdk("SunRsaSign"), "RSA",
					new RSAKeyGenParameterSpec(Byte.SIZE * algorithm.sizes().output(), RSAKeyGenParameterSpec.F4),
					random);
			case ECDSA -> jca(algorithm,
					SecurityProviders.nativeLibrary().orElseGet(() -> SecurityProviders.jdk("SunEC")), "EC",
					new ECGenParameterSpec((algorithm == Algorithm.ECDSA_P256) ? "secp256r1" : "secp384r1"), random);
			case COMPOSITE_SIGNATURE -> jca(algorithm, SecurityProviders.bouncyCastle(),
					SignatureSchemes.compositeName(algorithm), null, random);
			default -> throw new IllegalArgumentException(algorithm + " (expected: a signature algorithm with keys)");
		};
	}

	private static Raw mlDsa(Algorithm algorithm, Randoms randoms) {
		SecretBytes seed = randoms.secret(algorithm.sizes().privateKey());
		return new Raw(seed, new BouncyCastleMlDsa(algorithm).publicKey(seed));
	}

	private static Raw ed25519(Randoms randoms) {
		SecretBytes seed = randoms.secret(Algorithm.ED25519.sizes().privateKey());
		byte[] publicKey = seed.read(PUBLIC_PART,
				(bytes) -> new Ed25519PrivateKeyParameters(bytes).generatePublicKey().getEncoded());
		return new Raw(seed, publicKey);
	}

	private static Raw slhDsa(Algorithm algorithm, SecureRandom random) {
		SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
		generator.init(new SLHDSAKeyGenerationParameters(random, BouncyCastleSlhDsa.parameters(algorithm)));
		SLHDSAPrivateKeyParameters key = (SLHDSAPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		Raw raw = new Raw(SecretBytes.takeOver(key.getEncoded()), key.getEncodedPublicKey());
		key.destroy();
		return raw;
	}

	private static Raw falcon(Algorithm algorithm, SecureRandom random) {
		FalconKeyPairGenerator generator = new FalconKeyPairGenerator();
		generator.init(new FalconKeyGenerationParameters(random, BouncyCastleFalcon.parameters(algorithm)));
		FalconPrivateKeyParameters key = (FalconPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		byte[] h = key.getPublicKey();
		byte[] publicKey = new byte[h.length + 1];
		publicKey[0] = BouncyCastleFalcon.header(algorithm);
		System.arraycopy(h, 0, publicKey, 1, h.length);
		return new Raw(SecretBytes.takeOver(key.getEncoded()), publicKey);
	}

	private static Raw jca(Algorithm algorithm, Provider provider, String name,
			@Nullable AlgorithmParameterSpec parameters, SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
			if (parameters != null) {
				generator.initialize(parameters, random);
			}
			KeyPair pair = generator.generateKeyPair();
			byte[] pkcs8 = pair.getPrivate().getEncoded();
			Raw raw = new Raw(SecretBytes.takeOver(KeyEncodings.rawPrivateKey(algorithm, pkcs8).orElseThrow()),
					KeyEncodings.rawPublicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow());
			Arrays.fill(pkcs8, (byte) 0);
			return raw;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(algorithm + ": key generation failed", ex);
		}
	}

	/**
	 * A new key pair.
	 *
	 * @param secret the raw private key
	 * @param publicKey the raw public key
	 */
	record Raw(SecretBytes secret, byte[] publicKey) {

	}

}
