package io.qnsp.audit.integrity;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.journal.EventPosition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checkpoints, for other features. Everything is read and written as the tenant that the
 * chain runs for, in the surrounding transaction when there is one.
 */
public interface Checkpoints {

	/**
	 * How far a tenant's events are sealed.
	 * @param tenantId the tenant
	 * @return the last checkpoint, or empty when there is none yet
	 */
	Mono<SealedTree> last(UUID tenantId);

	/**
	 * Where sealed events stand in the tree.
	 * @param tenantId the tenant
	 * @param positions the events' places in the journal
	 * @return leaf indexes; a position that is not sealed is left out
	 */
	Mono<Map<EventPosition, Long>> leafIndexes(UUID tenantId, Collection<EventPosition> positions);

	/**
	 * The checkpoints that prove leaves: the one before the first of them, when there is
	 * one, to the one that seals the last.
	 * @param tenantId the tenant
	 * @param firstLeaf the first leaf index
	 * @param lastLeaf the last leaf index
	 * @return the checkpoints in their order
	 */
	Flux<Checkpoint> around(UUID tenantId, long firstLeaf, long lastLeaf);

	/**
	 * Notes that retention deletes events, to be called in the transaction that deletes
	 * them: their leaf hashes stay, and verification does not miss them.
	 * @param tenantId the tenant
	 * @param positions the events' places in the journal
	 * @return completes when it is noted; an {@link IllegalStateException} when one of
	 * them is not sealed, and nothing may be deleted
	 */
	Mono<Void> remove(UUID tenantId, Collection<EventPosition> positions);

}
