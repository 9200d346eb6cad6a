package io.qnsp.crypto.kem;

import java.security.SecureRandom;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * X-Wing through Bouncy Castle. Secret keys are seeds of 32 bytes.
 */
final class XWing implements KemScheme {

	private static final SecretAccess SEED = SecretAccess.because("X-Wing seed for the library");

	/** The public key of a seed. */
	static byte[] publicKey(SecretBytes secret) {
		return secret.read(SEED,
				(seed) -> new XWingPrivateKeyParameters(seed.clone()).getPublicKeyParameters().getEncoded());
	}

	// The library can't wipe a prepared key, so it lives for one use each.
	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		SecretBytes seed = secret.copy();
		return new GuardedDecapsulator(Algorithm.X_WING, seed::close, (encapsulated) -> {
			byte[] copy = seed.toByteArray(SEED);
			try {
				return new XWingKEMExtractor(new XWingPrivateKeyParameters(copy)).extractSecret(encapsulated);
			}
			finally {
				Arrays.fill(copy, (byte) 0);
			}
		});
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		XWingPublicKeyParameters key = new XWingPublicKeyParameters(publicKey);
		return () -> {
			SecretWithEncapsulation made = new XWingKEMGenerator(random).generateEncapsulated(key);
			return new Encapsulation(SecretBytes.takeOver(made.getSecret()), made.getEncapsulation());
		};
	}

}
