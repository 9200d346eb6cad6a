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
	WRITE

}
