package io.qnsp.audit.integrity.verify;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.qnsp.audit.integrity.seal.CheckpointSignatures;
import io.qnsp.audit.integrity.seal.EventLeaves;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.LeafTile;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.audit.integrity.verify.Comparison.Found;
import io.qnsp.audit.integrity.verify.Comparison.Sealed;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.integrity.merkle.Frontier;
import io.qnsp.core.integrity.merkle.Span;
import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.integrity.merkle.Tiles;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.crypto.CryptoEngine;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Verifies one checkpoint from the rows: signature, chain, tree and every event of it.
 */
@Component
final class CheckpointVerification {

	private static final int BATCH = 500;

	private final CheckpointRepository checkpoints;

	private final TileRepository tiles;

	private final JournalReader journal;

	private final EventLeaves leaves;

	private final CheckpointSignatures signatures;

	private final CryptoEngine engine;

	CheckpointVerification(CheckpointRepository checkpoints, TileRepository tiles, JournalReader journal,
			EventLeaves leaves, CheckpointSignatures signatures, CryptoEngine engine) {
		this.checkpoints = checkpoints;
		this.tiles = tiles;
		this.journal = journal;
		this.leaves = leaves;
		this.signatures = signatures;
		this.engine = engine;
	}

	/**
	 * Verifies a checkpoint, as the caller's tenant.
	 * @param checkpoint the checkpoint as it is stored
	 * @return what was found
	 */
	Mono<CheckpointVerdict> verify(Checkpoint checkpoint) {
		return this.checkpoints.find(checkpoint.tenantId(), checkpoint.sequence() - 1)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((before) -> verify(checkpoint, before.orElse(null)));
	}

	private Mono<CheckpointVerdict> verify(Checkpoint checkpoint, @Nullable Checkpoint before) {
		return signature(checkpoint).flatMap((problems) -> {
			if (before == null && checkpoint.sequence() > 1) {
				problems.add(Problem.of(Problem.Kind.CHAIN_BROKEN, checkpoint.checkpointId(),
						"checkpoint %d, before this one, is missing".formatted(checkpoint.sequence() - 1)));
				return Mono.just(verdict(checkpoint, null, problems));
			}
			String fault = checkpoint.faultAfter(before);
			if (fault != null) {
				problems.add(Problem.of(Problem.Kind.CHAIN_BROKEN, checkpoint.checkpointId(), fault));
				return Mono.just(verdict(checkpoint, null, problems));
			}
			return events(checkpoint, before, problems);
		});
	}

	private Mono<List<Problem>> signature(Checkpoint checkpoint) {
		return this.signatures.verify(checkpoint).map(Optional::of).defaultIfEmpty(Optional.empty()).map((good) -> {
			List<Problem> problems = new ArrayList<>();
			if (good.isEmpty() || !good.get()) {
				problems.add(Problem.of(Problem.Kind.SIGNATURE_INVALID, checkpoint.checkpointId(), good.isEmpty()
						? "key %s is not one of the platform".formatted(checkpoint.keyId())
						: "the signature is not that of key %s over this checkpoint".formatted(checkpoint.keyId())));
			}
			return problems;
		});
	}

	private Mono<CheckpointVerdict> events(Checkpoint checkpoint, @Nullable Checkpoint before, List<Problem> problems) {
		long from = (before != null) ? before.treeSize() : 0;
		EventPosition start = (before != null) ? position(before) : EventPosition.START;
		return Mono
			.zip(sealed(checkpoint.tenantId(), from, checkpoint.treeSize()),
					found(checkpoint.tenantId(), start, position(checkpoint)),
					this.tiles.hashes(checkpoint.tenantId(), Tiles.of(List.of(new Span(0, from)))))
			.flatMap((read) -> this.engine.fastLane()
				.run("merkle-verify", () -> compared(checkpoint, before, read.getT1(), read.getT2(),
						new Tiles(EventLeaves.HASH, read.getT3()), problems)));
	}

	private static CheckpointVerdict compared(Checkpoint checkpoint, @Nullable Checkpoint before, List<Sealed> sealed,
			List<Found> found, Tiles left, List<Problem> problems) {
		Comparison comparison = new Comparison(checkpoint, sealed, found);
		long from = (before != null) ? before.treeSize() : 0;
		try {
			Frontier tree = left.frontier(from);
			String root = HexFormat.of().formatHex(tree.root());
			if (before == null || root.equals(before.merkleRoot())) {
				problems.addAll(comparison.problems(tree, left.frontier(from)));
			}
			else {
				problems.add(damaged(checkpoint, "the stored tree of checkpoint %d has root %s (expected: %s)"
					.formatted(before.sequence(), root, before.merkleRoot())));
				problems.addAll(comparison.firstBadEvent());
			}
		}
		catch (DamagedTreeException ex) {
			problems.add(damaged(checkpoint, "the stored tree before this checkpoint: " + ex.getMessage()));
			problems.addAll(comparison.firstBadEvent());
		}
		return verdict(checkpoint, comparison, problems);
	}

	private static Problem damaged(Checkpoint checkpoint, String message) {
		return Problem.of(Problem.Kind.TREE_DAMAGED, checkpoint.checkpointId(), message);
	}

	private static CheckpointVerdict verdict(Checkpoint checkpoint, @Nullable Comparison comparison,
			List<Problem> problems) {
		return CheckpointVerdict.of(checkpoint.checkpointId(), checkpoint.sequence(),
				(comparison != null) ? comparison.verified() : 0, (comparison != null) ? comparison.removed() : 0,
				problems);
	}

	private Mono<List<Sealed>> sealed(UUID tenantId, long from, long to) {
		return this.tiles.leaves(tenantId, from / TileId.WIDTH, (to - 1) / TileId.WIDTH)
			.collectList()
			.map((read) -> read.stream().flatMap((tile) -> sealed(tile, from, to).stream()).toList());
	}

	private static List<Sealed> sealed(LeafTile tile, long from, long to) {
		List<Sealed> leaves = new ArrayList<>();
		for (int slot = 0; slot < tile.size(); slot++) {
			long index = tile.firstLeaf() + slot;
			if (index >= from && index < to) {
				leaves.add(new Sealed(index, tile.position(slot), tile.hash(slot), tile.isRemoved(slot)));
			}
		}
		return leaves;
	}

	private Mono<List<Found>> found(UUID tenantId, EventPosition start, EventPosition end) {
		List<Found> found = new ArrayList<>();
		return next(tenantId, start, end, found).expand(
				(last) -> (last.size() < BATCH) ? Mono.empty() : next(tenantId, last.getLast().position(), end, found))
			.then(Mono.just(found));
	}

	private Mono<List<JournalEntry>> next(UUID tenantId, EventPosition after, EventPosition end, List<Found> found) {
		return this.journal.ofTenantAfter(tenantId, after, BATCH).flatMap((read) -> {
			List<JournalEntry> within = read.stream().filter((one) -> one.position().compareTo(end) <= 0).toList();
			return within.isEmpty() ? Mono.just(within) : this.leaves.of(within).map((hashes) -> {
				for (int i = 0; i < within.size(); i++) {
					found.add(new Found(within.get(i).position(), hashes.get(i)));
				}
				return within;
			});
		});
	}

	private static EventPosition position(Checkpoint checkpoint) {
		return EventPosition.parse(checkpoint.lastPosition()).orElseThrow();
	}

}
