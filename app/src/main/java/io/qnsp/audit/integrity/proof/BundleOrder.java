package io.qnsp.audit.integrity.proof;

import java.util.UUID;

import io.qnsp.core.integrity.Checkpoint;

/**
 * A range to export, for {@link BundleWriter}.
 *
 * @param tenantId whose events
 * @param from the first checkpoint
 * @param to the last checkpoint
 */
record BundleOrder(UUID tenantId, Checkpoint from, Checkpoint to) {

}
