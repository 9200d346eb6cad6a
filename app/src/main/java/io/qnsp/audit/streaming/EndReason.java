package io.qnsp.audit.streaming;

import java.util.Locale;

/**
 * Why the server ends a stream.
 */
enum EndReason {

	/** The credential has expired or is revoked. */
	CREDENTIAL_ENDED,
	/** The caller's roles or scopes do not allow it any more. */
	NOT_PERMITTED,
	/**
	 * The tenant's tier, add-ons or status changed: connecting again tells whether it
	 * still may.
	 */
	TENANT_CHANGED,
	/** The subscription has other filters now: connecting again takes them. */
	SUBSCRIPTION_CHANGED,
	/** The subscription was deleted. */
	SUBSCRIPTION_DELETED,
	/** The server shuts down: connect again, to another instance. */
	SHUTDOWN;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
