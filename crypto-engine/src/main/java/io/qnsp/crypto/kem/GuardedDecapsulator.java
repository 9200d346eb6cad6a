package io.qnsp.crypto.kem;

import java.security.GeneralSecurityException;
import java.security.ProviderException;

import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.WipeGuard;

/**
 * A decapsulator whose key is wiped after the last use under way.
 */
final class GuardedDecapsulator implements Decapsulator {

	private final WipeGuard guard;

	private final Recovery recovery;

	GuardedDecapsulator(Algorithm algorithm, Runnable wipe, Recovery recovery) {
		this.guard = new WipeGuard(algorithm + " decapsulation key", wipe);
		this.recovery = recovery;
	}

	@Override
	public SecretBytes decapsulate(byte[] encapsulated) {
		return this.guard.use(() -> {
			try {
				return SecretBytes.takeOver(this.recovery.recover(encapsulated));
			}
			catch (GeneralSecurityException | ProviderException | IllegalArgumentException | IllegalStateException ex) {
				// a point that is not on the curve, a secret of zeros
				throw new DecryptionException();
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
	interface Recovery {

		byte[] recover(byte[] encapsulated) throws GeneralSecurityException;

	}

}
