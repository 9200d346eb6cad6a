package io.qnsp.audit.integrity.proof;

import java.util.List;

import io.qnsp.core.integrity.Checkpoint;

/**
 * Proof that a checkpoint's tree continues that of an earlier one (RFC 9162, section
 * 2.1.4): nothing was changed, dropped or inserted in between.
 *
 * @param from the earlier checkpoint
 * @param to the later checkpoint
 * @param proof the hashes, hex; none when both are the same
 */
record ConsistencyProof(Checkpoint from, Checkpoint to, List<String> proof) {

}
