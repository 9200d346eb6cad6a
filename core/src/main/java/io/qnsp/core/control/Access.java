package io.qnsp.core.control;

/**
 * Whether an endpoint reads or changes, which decides the role and scope it takes.
 */
public enum Access {

	/** Reads when the HTTP method is GET, changes otherwise. */
	BY_METHOD,
	/** Reads: a query or a decision, whatever its method. */
	READ,
	/** Changes something. */
	WRITE,
	/**
	 * Changes nothing and is all the same not for those who only read: what uses a key.
	 * It can simply be asked again, so it takes no idempotency key.
	 */
	USE

}
