package io.qnsp.crypto.kem;

import java.security.SecureRandom;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * X-Wing through Bouncy Castle. Secret keys are seeds of 32 bytes.
 */
final class XWing implements KemScheme {

	private static final SecretAccess SEED = SecretAccess.because("X-Wing seed for the library");

	private static final int CURVE_BYTES = 32;

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
		byte[] point = Arrays.copyOfRange(publicKey, publicKey.length - CURVE_BYTES, publicKey.length);
		return () -> {
			try {
				SecretWithEncapsulation made = new XWingKEMGenerator(random).generateEncapsulated(key);
				return new Encapsulation(SecretBytes.takeOver(made.getSecret()), made.getEncapsulation());
			}
			catch (IllegalStateException ex) {
				requireLargeOrder(point);
				throw ex;
			}
		};
	}

	/**
	 * The library refuses a point of small order as if it were a state of its own. Any
	 * scalar tells them apart from other failures: clamped, it is a multiple of the
	 * cofactor.
	 */
	private static void requireLargeOrder(byte[] point) {
		X25519MlKem768.agree(new X25519PrivateKeyParameters(new byte[CURVE_BYTES], 0), point);
	}

}
