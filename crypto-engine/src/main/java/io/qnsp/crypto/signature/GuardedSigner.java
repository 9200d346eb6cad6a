package io.qnsp.crypto.signature;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.WipeGuard;
import org.bouncycastle.crypto.CryptoException;

/**
 * A signer whose key is wiped after the last signature under way.
 */
final class GuardedSigner implements Signer {

	private final Algorithm algorithm;

	private final WipeGuard guard;

	private final Signing signing;

	GuardedSigner(Algorithm algorithm, Runnable wipe, Signing signing) {
		this.algorithm = algorithm;
		this.guard = new WipeGuard(algorithm + " signing key", wipe);
		this.signing = signing;
	}

	@Override
	public byte[] sign(byte[] message, byte[] context, SecureRandom random) {
		return this.guard.use(() -> {
			try {
				return this.signing.sign(message, context, random);
			}
			catch (GeneralSecurityException | CryptoException ex) {
				throw new IllegalStateException(this.algorithm + ": signing failed", ex);
			}
		});
	}

	@Override
	public void close() {
		this.guard.close();
	}

	/**
	 * What a library does.
	 */
	@FunctionalInterface
	interface Signing {

		byte[] sign(byte[] message, byte[] context, SecureRandom random)
				throws GeneralSecurityException, CryptoException;

	}

}
