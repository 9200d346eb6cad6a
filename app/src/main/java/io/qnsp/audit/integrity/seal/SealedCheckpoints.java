package io.qnsp.audit.integrity.seal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.qnsp.audit.integrity.Checkpoints;
import io.qnsp.audit.integrity.SealedTree;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.LeafTile;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.journal.EventPosition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What other features learn of checkpoints.
 */
@Component
final class SealedCheckpoints implements Checkpoints {

	private final CheckpointRepository checkpoints;

	private final TileRepository tiles;

	SealedCheckpoints(CheckpointRepository checkpoints, TileRepository tiles) {
		this.checkpoints = checkpoints;
		this.tiles = tiles;
	}

	@Override
	public Mono<SealedTree> last(UUID tenantId) {
		return this.checkpoints.last(tenantId)
			.map((last) -> new SealedTree(last.checkpointId(), last.sequence(), last.treeSize(), last.merkleRoot(),
					EventPosition.parse(last.lastPosition()).orElseThrow(), last.timestamp()));
	}

	@Override
	public Mono<Map<EventPosition, Long>> leafIndexes(UUID tenantId, Collection<EventPosition> positions) {
		return Mono.defer(() -> {
			NavigableSet<EventPosition> open = new TreeSet<>(positions);
			Map<EventPosition, Long> found = new HashMap<>();
			return Mono.defer(() -> open.isEmpty() ? Mono.empty() : resolveTile(tenantId, open, found))
				.repeat(() -> !open.isEmpty())
				.then(Mono.fromSupplier(() -> Map.copyOf(found)));
		});
	}

	// Events that lie together share a tile, so that a tile is read once.
	private Mono<LeafTile> resolveTile(UUID tenantId, NavigableSet<EventPosition> open,
			Map<EventPosition, Long> found) {
		EventPosition first = open.getFirst();
		open.removeFirst();
		return this.tiles.leaf(tenantId, first).doOnNext((tile) -> {
			EventPosition position = first;
			EventPosition last = tile.position(tile.size() - 1);
			while (position != null && position.compareTo(last) <= 0) {
				int slot = tile.slotOf(position);
				if (slot >= 0) {
					found.put(position, tile.firstLeaf() + slot);
				}
				position = (!open.isEmpty() && open.getFirst().compareTo(last) <= 0) ? open.pollFirst() : null;
			}
		});
	}

	@Override
	public Flux<Checkpoint> around(UUID tenantId, long firstLeaf, long lastLeaf) {
		return Mono.zip(this.checkpoints.sealing(tenantId, firstLeaf), this.checkpoints.sealing(tenantId, lastLeaf))
			.flatMapMany(
					(ends) -> this.checkpoints.between(tenantId, ends.getT1().sequence() - 1, ends.getT2().sequence()));
	}

	@Override
	public Mono<Void> remove(UUID tenantId, Collection<EventPosition> positions) {
		return leafIndexes(tenantId, positions).flatMap((leaves) -> {
			if (leaves.size() < Set.copyOf(positions).size()) {
				return Mono.error(new IllegalStateException("%d of %d events are not sealed (expected: all)"
					.formatted(positions.size() - leaves.size(), positions.size())));
			}
			Map<Long, List<Integer>> slots = new HashMap<>();
			leaves.values()
				.forEach((leaf) -> slots.computeIfAbsent(leaf / TileId.WIDTH, (tile) -> new ArrayList<>())
					.add((int) (leaf % TileId.WIDTH)));
			return Flux.fromIterable(slots.keySet().stream().sorted().toList())
				.concatMap((tile) -> this.tiles.markRemoved(tenantId, tile, slots.getOrDefault(tile, List.of())))
				.then();
		});
	}

}
