package io.qnsp.audit.subscription;

/**
 * The fields of a webhook's configuration and secrets.
 */
public final class WebhookFields {

	/** Where to. */
	public static final String URL = "url";

	/** How many events one request carries at most; 1 when not given. */
	public static final String BATCH_SIZE = "batchSize";

	/** Whether requests are signed with the platform's ML-DSA-65 key too. */
	public static final String PQC_SIGNATURE = "pqcSignature";

	/** The secret that signs. */
	public static final String SECRET = "secret";

	/** The secret before the last rotation, which signs too for a while. */
	public static final String PREVIOUS_SECRET = "previousSecret";

	/** Until when, ISO 8601. */
	public static final String PREVIOUS_SECRET_UNTIL = "previousSecretUntil";

	/** What stands before a secret in base64. */
	public static final String SECRET_PREFIX = "whsec_";

	/** The largest batch. */
	public static final int LARGEST_BATCH = 100;

	private WebhookFields() {
	}

}
