package io.qnsp.crypto.kem;

import java.security.SecureRandom;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.hqc.HQCKEMExtractor;
import org.bouncycastle.pqc.crypto.hqc.HQCKEMGenerator;
import org.bouncycastle.pqc.crypto.hqc.HQCParameters;
import org.bouncycastle.pqc.crypto.hqc.HQCPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.hqc.HQCPublicKeyParameters;

/**
 * HQC through Bouncy Castle, before its standard. Secret keys are seeds.
 */
final class Hqc implements KemScheme {

	private static final SecretAccess SEED = SecretAccess.because("HQC seed for the library");

	private static final int SEED_BYTES = 32;

	private final Algorithm algorithm;

	private final HQCParameters parameters;

	Hqc(Algorithm algorithm) {
		this.algorithm = algorithm;
		this.parameters = parameters(algorithm);
	}

	static HQCParameters parameters(Algorithm algorithm) {
		return switch (algorithm) {
			case HQC_128 -> HQCParameters.hqc128;
			case HQC_192 -> HQCParameters.hqc192;
			case HQC_256 -> HQCParameters.hqc256;
			default -> throw new IllegalArgumentException(algorithm + " (expected: HQC)");
		};
	}

	/** The public key of a seed. */
	byte[] publicKey(SecretBytes secret) {
		if (secret.length() != SEED_BYTES) {
			throw new IllegalArgumentException(
					this.algorithm + " private key: " + secret.length() + " bytes (expected: " + SEED_BYTES + ")");
		}
		return secret.read(SEED,
				(seed) -> new HQCPrivateKeyParameters(this.parameters, seed.clone()).getPublicKeyParameters()
					.getEncoded());
	}

	// The library can't wipe a prepared key, so it lives for one use each.
	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		SecretBytes seed = secret.copy();
		return new GuardedDecapsulator(this.algorithm, seed::close, (encapsulated) -> {
			byte[] copy = seed.toByteArray(SEED);
			try {
				return new HQCKEMExtractor(new HQCPrivateKeyParameters(this.parameters, copy))
					.extractSecret(encapsulated);
			}
			finally {
				Arrays.fill(copy, (byte) 0);
			}
		});
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		HQCPublicKeyParameters key = new HQCPublicKeyParameters(this.parameters, publicKey);
		return () -> {
			SecretWithEncapsulation made = new HQCKEMGenerator(random).generateEncapsulated(key);
			return new Encapsulation(SecretBytes.takeOver(made.getSecret()), made.getEncapsulation());
		};
	}

}
