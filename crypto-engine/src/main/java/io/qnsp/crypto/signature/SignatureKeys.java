package io.qnsp.crypto.signature;

import java.security.SecureRandom;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.JcaKeys;
import io.qnsp.crypto.jca.RawKeyPair;
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

/**
 * Makes signature keys in their raw forms, whoever signs with them later.
 */
final class SignatureKeys {

	private static final SecretAccess PUBLIC_PART = SecretAccess.because("public key of a private key");

	private SignatureKeys() {
	}

	/** The caller closes the secret. */
	static RawKeyPair generate(Algorithm algorithm, Randoms randoms) {
		SecureRandom random = randoms.asSecureRandom();
		return switch (algorithm.family()) {
			case ML_DSA, EDDSA -> ofSeed(algorithm, randoms);
			case SLH_DSA -> slhDsa(algorithm, random);
			case FN_DSA -> falcon(algorithm, random);
			case RSA -> JcaKeys.generateRsa(algorithm, random);
			case ECDSA -> JcaKeys.generateOnCurve(algorithm,
					SecurityProviders.nativeLibrary().orElseGet(() -> SecurityProviders.jdk("SunEC")), random);
			case COMPOSITE_SIGNATURE -> JcaKeys.generate(algorithm, SignatureSchemes.compositeName(algorithm),
					SecurityProviders.bouncyCastle(), null, random);
			case STATEFUL_HASH -> throw StatefulKeys.neverSign(algorithm);
			default -> throw new IllegalArgumentException(algorithm + " (expected: a signature algorithm with keys)");
		};
	}

	private static RawKeyPair ofSeed(Algorithm algorithm, Randoms randoms) {
		SecretBytes seed = randoms.secret(algorithm.sizes().privateKey());
		return new RawKeyPair(seed, publicKeyOfSeed(algorithm, seed));
	}

	static byte[] publicKeyOfSeed(Algorithm algorithm, SecretBytes seed) {
		return (algorithm == Algorithm.ED25519)
				? seed.read(PUBLIC_PART,
						(bytes) -> new Ed25519PrivateKeyParameters(bytes).generatePublicKey().getEncoded())
				: new BouncyCastleMlDsa(algorithm).publicKey(seed);
	}

	private static RawKeyPair slhDsa(Algorithm algorithm, SecureRandom random) {
		SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
		generator.init(new SLHDSAKeyGenerationParameters(random, BouncyCastleSlhDsa.parameters(algorithm)));
		SLHDSAPrivateKeyParameters key = (SLHDSAPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		RawKeyPair raw = new RawKeyPair(SecretBytes.takeOver(key.getEncoded()), key.getEncodedPublicKey());
		key.destroy();
		return raw;
	}

	private static RawKeyPair falcon(Algorithm algorithm, SecureRandom random) {
		FalconKeyPairGenerator generator = new FalconKeyPairGenerator();
		generator.init(new FalconKeyGenerationParameters(random, BouncyCastleFalcon.parameters(algorithm)));
		FalconPrivateKeyParameters key = (FalconPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		byte[] h = key.getPublicKey();
		byte[] publicKey = new byte[h.length + 1];
		publicKey[0] = BouncyCastleFalcon.header(algorithm);
		System.arraycopy(h, 0, publicKey, 1, h.length);
		return new RawKeyPair(SecretBytes.takeOver(key.getEncoded()), publicKey);
	}

}
