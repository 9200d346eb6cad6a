package io.qnsp.audit.integrity.proof;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.integrity.Checkpoint;

/**
 * Proof that an event is sealed by a checkpoint (RFC 9162, section 2.1.3).
 *
 * @param eventId the event
 * @param eventHash the leaf hash: SHA3-256 over a zero byte and the event's canonical
 * JSON, hex
 * @param leafIndex where the event stands in the tree, from 0
 * @param treeSize how many events the checkpoint's tree holds
 * @param proof the hashes beside the way from the leaf to the root, hex
 * @param checkpoint the checkpoint that sealed it
 */
record EventProof(UUID eventId, String eventHash, long leafIndex, long treeSize, List<String> proof,
		Checkpoint checkpoint) {

}
