package io.qnsp.crypto.catalogue;

/**
 * What the engine does with an algorithm.
 */
public enum Availability {

	/** Everything. */
	GENERAL,

	/** Everything, but only where the tenant's policy allows experiments. */
	EXPERIMENTAL,

	/**
	 * Imported keys verify, decrypt and unwrap, so that data can be moved away; no new
	 * keys, signatures or ciphertexts.
	 */
	LEGACY,

	/**
	 * Signatures are verified; none are made, because a replicated server must not keep
	 * the state that one-time keys need.
	 */
	VERIFY_ONLY

}
