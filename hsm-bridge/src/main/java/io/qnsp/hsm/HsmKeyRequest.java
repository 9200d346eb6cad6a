package io.qnsp.hsm;

import java.util.Set;

/**
 * A key to be made in an HSM. It can't be read out of it: sensitive and not extractable.
 *
 * @param algorithm what it is
 * @param uses what it may do; never empty
 * @param label a name for people who look into the HSM, 1 to 64 characters
 */
public record HsmKeyRequest(HsmKeyAlgorithm algorithm, Set<Use> uses, String label) {

	/** What a key may do. */
	public enum Use {

		/** Sign, and verify with the public part. */
		SIGN,
		/** Encrypt and decrypt data. */
		ENCRYPT,
		/** Wrap and unwrap keys. */
		WRAP,
		/** Decapsulate what was encapsulated to the public part. */
		DECAPSULATE

	}

}
