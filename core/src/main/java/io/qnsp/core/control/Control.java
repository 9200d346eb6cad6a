package io.qnsp.core.control;

import java.util.Locale;

/**
 * The controls an endpoint can demand, named as the API reference names them. Rate
 * limiting is not among them: it always applies.
 */
public enum Control {

	/** The tenant's tier includes the endpoint's feature. */
	ENTITLEMENTS,
	/** One unit of a resource is reserved, and given back when the call fails. */
	QUOTA,
	/** The caller administers the tenant. */
	ADMIN,
	/** A successful call adds a usage record, exactly once. */
	METERING,
	/** An event of the call is durable before the answer. */
	AUDIT;

	/**
	 * The name in the reference and in the OpenAPI document.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
