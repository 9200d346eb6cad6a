package io.qnsp.audit.integrity;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;

/**
 * How far a tenant's events are sealed: its last checkpoint.
 *
 * @param checkpointId the checkpoint
 * @param sequence its number
 * @param treeSize how many events are sealed
 * @param merkleRoot the root of their tree, hex
 * @param lastPosition the last event that is sealed; every event at or before it is
 * @param madeAt when it was made
 */
public record SealedTree(UUID checkpointId, long sequence, long treeSize, String merkleRoot, EventPosition lastPosition,
		Instant madeAt) {

}
