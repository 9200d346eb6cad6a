package io.qnsp.kms.analytics.usage;

import java.time.Instant;
import java.util.UUID;

/**
 * A key that was used.
 *
 * @param tenantId the tenant
 * @param keyId the key
 * @param bucket the start of the five minutes it was used in
 */
public record UsedKey(UUID tenantId, UUID keyId, Instant bucket) {

}
