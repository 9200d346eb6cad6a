package io.qnsp.crypto.kem;

import java.security.SecureRandom;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.JcaKeys;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.pqc.crypto.hqc.HQCKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.hqc.HQCKeyPairGenerator;
import org.bouncycastle.pqc.crypto.hqc.HQCPrivateKeyParameters;

/**
 * Makes KEM keys in their raw forms, whoever decapsulates with them later.
 */
final class KemKeys {

	private static final SecretAccess PUBLIC_PART = SecretAccess.because("public key of a private key");

	private KemKeys() {
	}

	/** The caller closes the secret. */
	static RawKeyPair generate(Algorithm algorithm, Randoms randoms) {
		return switch (algorithm.family()) {
			case ML_KEM, XDH, HYBRID_KEM -> ofSeed(algorithm, randoms.secret(algorithm.sizes().privateKey()));
			case ECDH -> JcaKeys.generateOnCurve(algorithm, SecurityProviders.jdk("SunEC"), randoms.asSecureRandom());
			case RSA -> JcaKeys.generateRsa(algorithm, randoms.asSecureRandom());
			case HQC -> hqc(algorithm, randoms.asSecureRandom());
			default -> throw new IllegalArgumentException(algorithm + " (expected: a key encapsulation mechanism)");
		};
	}

	static RawKeyPair ofSeed(Algorithm algorithm, SecretBytes seed) {
		return new RawKeyPair(seed, publicKeyOfSeed(algorithm, seed));
	}

	static byte[] publicKeyOfSeed(Algorithm algorithm, SecretBytes seed) {
		return switch (algorithm) {
			case X25519 -> seed.read(PUBLIC_PART,
					(bytes) -> new X25519PrivateKeyParameters(bytes).generatePublicKey().getEncoded());
			case X_WING -> XWing.publicKey(seed);
			case X25519_ML_KEM_768 -> X25519MlKem768.publicKey(seed);
			case HQC_128, HQC_192, HQC_256 -> new Hqc(algorithm).publicKey(seed);
			default -> new BouncyCastleMlKem(algorithm).publicKey(seed);
		};
	}

	private static RawKeyPair hqc(Algorithm algorithm, SecureRandom random) {
		HQCKeyPairGenerator generator = new HQCKeyPairGenerator();
		generator.init(new HQCKeyGenerationParameters(random, Hqc.parameters(algorithm)));
		HQCPrivateKeyParameters key = (HQCPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		return new RawKeyPair(SecretBytes.takeOver(key.getEncoded()), key.getPublicKeyParameters().getEncoded());
	}

}
