package io.qnsp.kms.analytics.detection;

import java.time.Instant;
import java.util.UUID;

/**
 * A window of a key.
 *
 * @param tenantId the tenant
 * @param keyId the key
 * @param spanSeconds the length of the kept spans that it is made of
 * @param start its start
 * @param end the first instant after
 */
record KeyWindow(UUID tenantId, UUID keyId, int spanSeconds, Instant start, Instant end) {

}
