package io.qnsp.crypto.sharing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;

import org.bouncycastle.crypto.threshold.SecretShare;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * The polynomials, over GF(2^8) with the field polynomial of AES, through Bouncy Castle,
 * which multiplies without tables, whose use would show in the cache. Combines whatever
 * it is given: what comes in must be checked before, and what comes out after.
 */
final class Shamir {

	private static final ShamirSecretSplitter.Algorithm FIELD = ShamirSecretSplitter.Algorithm.AES;

	private Shamir() {
	}

	/** The value of index 1 is the first. */
	static byte[][] split(byte[] payload, int threshold, int count, SecureRandom random) {
		SecretShare[] shares = ShamirSecretSplitter.getInstance(FIELD, payload.length, random)
			.resplit(payload, threshold, count)
			.getSecretShares();
		byte[][] values = new byte[count][];
		try {
			for (int i = 0; i < count; i++) {
				values[i] = shares[i].getEncoded();
			}
			return values;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] combine(byte[][] values, int[] indexes) {
		ShamirSplitSecretShare[] shares = new ShamirSplitSecretShare[values.length];
		for (int i = 0; i < values.length; i++) {
			shares[i] = new ShamirSplitSecretShare(values[i], indexes[i]);
		}
		try {
			return ShamirSplitSecret.getInstance(FIELD, shares).getSecret();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
