package io.qnsp.crypto.kem;

import java.security.SecureRandom;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/**
 * ML-KEM (FIPS 203) through Bouncy Castle. Secret keys are seeds (d, then z).
 */
final class BouncyCastleMlKem implements KemScheme {

	private static final SecretAccess EXPANSION = SecretAccess.because("ML-KEM key expansion from the seed");

	private final Algorithm algorithm;

	private final MLKEMParameters parameters;

	BouncyCastleMlKem(Algorithm algorithm) {
		this.algorithm = algorithm;
		this.parameters = switch (algorithm) {
			case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
			case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
			case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
			default -> throw new IllegalArgumentException(algorithm + " (expected: ML-KEM)");
		};
	}

	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		MLKEMPrivateKeyParameters key = expand(secret);
		return new GuardedDecapsulator(this.algorithm, key::destroy,
				(encapsulated) -> new MLKEMExtractor(key).extractSecret(encapsulated));
	}

	/** The public key of a seed. */
	byte[] publicKey(SecretBytes secret) {
		MLKEMPrivateKeyParameters key = expand(secret);
		byte[] publicKey = key.getPublicKey();
		key.destroy();
		return publicKey;
	}

	/** The expanded key as other providers read it; the caller wipes it. */
	byte[] expandedKey(SecretBytes secret) {
		MLKEMPrivateKeyParameters key = expand(secret);
		byte[] encoded = key.getEncoded();
		key.destroy();
		return encoded;
	}

	private MLKEMPrivateKeyParameters expand(SecretBytes secret) {
		// the library keeps the array it is given and overwrites it when the key is
		// destroyed
		byte[] libraryOwned = secret.toByteArray(EXPANSION);
		return new MLKEMPrivateKeyParameters(this.parameters, libraryOwned);
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		MLKEMPublicKeyParameters key = new MLKEMPublicKeyParameters(this.parameters, publicKey);
		return () -> {
			SecretWithEncapsulation made = new MLKEMGenerator(random).generateEncapsulated(key);
			return new Encapsulation(SecretBytes.takeOver(made.getSecret()), made.getEncapsulation());
		};
	}

}
