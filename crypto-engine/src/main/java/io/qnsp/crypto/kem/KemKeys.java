package io.qnsp.crypto.kem;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
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
	static Raw generate(Algorithm algorithm, Randoms randoms) {
		return switch (algorithm.family()) {
			case ML_KEM, XDH, HYBRID_KEM -> ofSeed(algorithm, randoms.secret(algorithm.sizes().privateKey()));
			case ECDH -> ecdh(algorithm, randoms.asSecureRandom());
			case HQC -> hqc(algorithm, randoms.asSecureRandom());
			default -> throw new IllegalArgumentException(algorithm + " (expected: a key encapsulation mechanism)");
		};
	}

	static Raw ofSeed(Algorithm algorithm, SecretBytes seed) {
		byte[] publicKey = switch (algorithm) {
			case X25519 -> seed.read(PUBLIC_PART,
					(bytes) -> new X25519PrivateKeyParameters(bytes).generatePublicKey().getEncoded());
			case X_WING -> XWing.publicKey(seed);
			case X25519_ML_KEM_768 -> X25519MlKem768.publicKey(seed);
			default -> new BouncyCastleMlKem(algorithm).publicKey(seed);
		};
		return new Raw(seed, publicKey);
	}

	private static Raw ecdh(Algorithm algorithm, SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", SecurityProviders.jdk("SunEC"));
			generator.initialize(new ECGenParameterSpec((algorithm == Algorithm.ECDH_P256) ? "secp256r1" : "secp384r1"),
					random);
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

	private static Raw hqc(Algorithm algorithm, SecureRandom random) {
		HQCKeyPairGenerator generator = new HQCKeyPairGenerator();
		generator.init(new HQCKeyGenerationParameters(random, Hqc.parameters(algorithm)));
		HQCPrivateKeyParameters key = (HQCPrivateKeyParameters) generator.generateKeyPair().getPrivate();
		return new Raw(SecretBytes.takeOver(key.getEncoded()), key.getPublicKeyParameters().getEncoded());
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
