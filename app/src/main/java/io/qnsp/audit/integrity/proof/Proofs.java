package io.qnsp.audit.integrity.proof;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.audit.integrity.seal.EventLeaves;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.integrity.merkle.MerkleProofs;
import io.qnsp.core.integrity.merkle.Node;
import io.qnsp.core.integrity.merkle.Span;
import io.qnsp.core.integrity.merkle.Tiles;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.crypto.CryptoEngine;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes proofs from the stored tree. A proof that the stored tree can't give, because
 * somebody has damaged it, is a 409 that says so.
 */
@Component
final class Proofs {

	private final CheckpointRepository checkpoints;

	private final TileRepository tiles;

	private final JournalReader journal;

	private final CryptoEngine engine;

	Proofs(CheckpointRepository checkpoints, TileRepository tiles, JournalReader journal, CryptoEngine engine) {
		this.checkpoints = checkpoints;
		this.tiles = tiles;
		this.journal = journal;
		this.engine = engine;
	}

	/**
	 * Proves that an event is sealed.
	 * @return the proof; a 404 for an event that the tenant does not have, a 409 for one
	 * that is not sealed
	 */
	Mono<EventProof> inclusion(UUID tenantId, UUID eventId) {
		return this.journal.find(tenantId, eventId)
			.map(JournalEntry::position)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("audit event", eventId)))
			.flatMap((place) -> this.checkpoints.sealing(tenantId, place)
				.switchIfEmpty(Mono.error(() -> QnspException
					.conflict("Event %s is not sealed yet (expected: by the next checkpoint, within minutes)"
						.formatted(eventId))))
				.flatMap(
						(checkpoint) -> leaf(tenantId, place).flatMap((leaf) -> inclusion(eventId, leaf, checkpoint))));
	}

	private Mono<Long> leaf(UUID tenantId, EventPosition place) {
		return this.tiles.leaf(tenantId, place)
			.filter((tile) -> tile.slotOf(place) >= 0)
			.map((tile) -> tile.firstLeaf() + tile.slotOf(place))
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("Event %s stands where nothing was sealed: verify the checkpoint of its time"
					.formatted(place.eventId()))));
	}

	private Mono<EventProof> inclusion(UUID eventId, long leaf, Checkpoint checkpoint) {
		List<Span> path = MerkleProofs.inclusion(leaf, checkpoint.treeSize());
		List<Span> wanted = new ArrayList<>(path);
		wanted.add(new Span(leaf, leaf + 1));
		return fromTiles(checkpoint.tenantId(), wanted,
				(tiles) -> new EventProof(eventId, hex(tiles.node(new Node(0, leaf))), leaf, checkpoint.treeSize(),
						path.stream().map(tiles::root).map(Proofs::hex).toList(), checkpoint));
	}

	/**
	 * Proves that one checkpoint continues another.
	 * @return the proof
	 */
	Mono<ConsistencyProof> consistency(Checkpoint from, Checkpoint to) {
		List<Span> spans = MerkleProofs.consistency(from.treeSize(), to.treeSize());
		return fromTiles(from.tenantId(), spans,
				(tiles) -> new ConsistencyProof(from, to, spans.stream().map(tiles::root).map(Proofs::hex).toList()));
	}

	private <T> Mono<T> fromTiles(UUID tenantId, List<Span> spans, Function<Tiles, T> proof) {
		return this.tiles.hashes(tenantId, Tiles.of(spans))
			.flatMap((read) -> this.engine.fastLane()
				.run("merkle-proof", () -> proof.apply(new Tiles(EventLeaves.HASH, read))))
			.onErrorMap(DamagedTreeException.class, Proofs::damaged);
	}

	private static QnspException damaged(DamagedTreeException ex) {
		return QnspException.conflict("The stored tree is damaged, verification tells where: " + ex.getMessage());
	}

	private static String hex(byte[] hash) {
		return HexFormat.of().formatHex(hash);
	}

}
