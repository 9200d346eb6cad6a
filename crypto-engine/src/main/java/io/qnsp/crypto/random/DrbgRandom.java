package io.qnsp.crypto.random;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomParameters;
import java.security.SecureRandomSpi;

/**
 * A generator that draws seeds for others from the DRBG too: the JDK's would read the
 * operating system's source for each, which blocks.
 */
final class DrbgRandom extends SecureRandom {

	@Serial
	private static final long serialVersionUID = 1L;

	DrbgRandom(SecureRandom drbg) {
		super(new Source(drbg), null);
	}

	private static final class Source extends SecureRandomSpi {

		@Serial
		private static final long serialVersionUID = 1L;

		private final SecureRandom drbg;

		Source(SecureRandom drbg) {
			this.drbg = drbg;
		}

		/** Nobody mixes anything into the one generator. */
		@Override
		protected void engineSetSeed(byte[] seed) {
		}

		@Override
		protected void engineNextBytes(byte[] bytes) {
			this.drbg.nextBytes(bytes);
		}

		@Override
		protected SecureRandomParameters engineGetParameters() {
			return this.drbg.getParameters();
		}

		@Override
		protected byte[] engineGenerateSeed(int length) {
			byte[] seed = new byte[length];
			this.drbg.nextBytes(seed);
			return seed;
		}

	}

}
