package io.qnsp.auth.federation.crosstenant;

import java.time.Instant;
import java.util.UUID;

/**
 * What passed from one tenant to another.
 *
 * @param sourceTenantId the tenant of the credentials
 * @param targetTenantId the tenant they acted in
 * @param eventCount how many calls, whatever their outcome
 * @param lastActivityAt when the last one was
 */
record CrossTenantActivity(UUID sourceTenantId, UUID targetTenantId, long eventCount, Instant lastActivityAt) {

}
