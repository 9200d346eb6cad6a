package io.qnsp.core.job;

import java.util.UUID;

/**
 * A piece of work as a handler gets it.
 *
 * @param jobId UUIDv7
 * @param tenantId the tenant whose work it is
 * @param kind which handler does it
 * @param payload what the handler needs to know, in its own notation, such as an id
 * @param attempt how many times it has been begun, this time included, 1 or more
 */
public record Job(UUID jobId, UUID tenantId, String kind, String payload, int attempt) {

}
