package io.qnsp.audit.integrity.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.app.signing.PlatformPublicKey;
import io.qnsp.audit.events.EventView;
import io.qnsp.audit.integrity.seal.CheckpointSignatures;
import io.qnsp.audit.integrity.seal.EventLeaves;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.LeafTile;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.BundleLines;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.integrity.merkle.Span;
import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.integrity.merkle.Tiles;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Reads a range of checkpoints with their events, tile by tile: at most 256 events are in
 * memory, and the next ones are read when the client has taken these.
 */
@Component
final class Bundles {

	private final CheckpointRepository checkpoints;

	private final TileRepository tiles;

	private final JournalReader journal;

	private final CheckpointSignatures signatures;

	Bundles(CheckpointRepository checkpoints, TileRepository tiles, JournalReader journal,
			CheckpointSignatures signatures) {
		this.checkpoints = checkpoints;
		this.tiles = tiles;
		this.journal = journal;
		this.signatures = signatures;
	}

	/**
	 * The lines of an export, as the order's tenant.
	 * @return the lines, some at a time
	 */
	Flux<List<Map<String, Object>>> lines(BundleOrder order) {
		return Flux.defer(() -> {
			Counts counts = new Counts();
			return Flux
				.concat(head(order),
						this.checkpoints.between(order.tenantId(), order.from().sequence(), order.to().sequence())
							.collectList()
							.flatMapMany(Flux::fromIterable)
							.concatMap((checkpoint) -> checkpoint(checkpoint, counts), 0),
						Mono.fromSupplier(() -> List.of(BundleLines.end(counts.events, counts.leaves))))
				.onErrorMap(DamagedTreeException.class, (ex) -> QnspException
					.conflict("The stored tree is damaged, verification tells where: " + ex.getMessage()));
		});
	}

	private Mono<List<Map<String, Object>>> head(BundleOrder order) {
		long start = order.from().treeSize() - order.from().eventCount();
		Span left = new Span(0, start);
		return Mono.zip(this.signatures.keys(), this.tiles.hashes(order.tenantId(), Tiles.of(List.of(left))),
				this.checkpoints.between(order.tenantId(), order.from().sequence() - 1, order.from().sequence() - 1)
					.collectList())
			.publishOn(Schedulers.parallel())
			.map((read) -> {
				List<Map<String, Object>> lines = new ArrayList<>();
				lines.add(BundleLines.bundle(order.tenantId(), order.from().sequence(), order.to().sequence()));
				read.getT1().forEach((key) -> lines.add(key(key)));
				List<byte[]> nodes = new Tiles(EventLeaves.HASH, read.getT2()).nodes(left);
				lines.add(BundleLines.start(start, nodes.stream().map(Bundles::hex).toList()));
				read.getT3().forEach((before) -> lines.add(BundleLines.checkpoint(before)));
				return lines;
			});
	}

	private static Map<String, Object> key(PlatformPublicKey key) {
		return BundleLines.key(key.keyId(), Base64.getEncoder().encodeToString(key.publicKey()));
	}

	private Flux<List<Map<String, Object>>> checkpoint(Checkpoint checkpoint, Counts counts) {
		long from = checkpoint.treeSize() - checkpoint.eventCount();
		long to = checkpoint.treeSize();
		int tiles = (int) ((to - 1) / TileId.WIDTH - from / TileId.WIDTH) + 1;
		return Flux.range(0, tiles)
			.map((i) -> from / TileId.WIDTH + i)
			.concatMap((index) -> this.tiles.leaves(checkpoint.tenantId(), index, index)
				.next()
				.flatMap((tile) -> events(checkpoint.tenantId(), tile, from, to, counts)), 0)
			.concatWithValues(List.of(BundleLines.checkpoint(checkpoint)));
	}

	private Mono<List<Map<String, Object>>> events(UUID tenantId, LeafTile tile, long from, long to, Counts counts) {
		int first = (int) Math.max(0, from - tile.firstLeaf());
		int end = (int) Math.min(tile.size(), to - tile.firstLeaf());
		if (first >= end) {
			return Mono.just(List.of());
		}
		return read(tenantId, tile.position(first), tile.position(end - 1))
			.flatMap((events) -> afterThem(tenantId, tile, first, end, events).publishOn(Schedulers.parallel())
				.map((now) -> {
					List<Map<String, Object>> lines = new ArrayList<>(end - first);
					for (int slot = first; slot < end; slot++) {
						lines.add(line(now, slot, events, counts));
					}
					return lines;
				}));
	}

	// Retention may have deleted some since the tile was read: it says so there in the
	// same transaction.
	private Mono<LeafTile> afterThem(UUID tenantId, LeafTile tile, int first, int end,
			Map<EventPosition, AuditEvent> events) {
		boolean explained = IntStream.range(first, end)
			.allMatch((slot) -> tile.isRemoved(slot) || events.containsKey(tile.position(slot)));
		return explained ? Mono.just(tile)
				: this.tiles.leaves(tenantId, tile.index(), tile.index()).next().defaultIfEmpty(tile);
	}

	private static Map<String, Object> line(LeafTile tile, int slot, Map<EventPosition, AuditEvent> events,
			Counts counts) {
		AuditEvent event = events.get(tile.position(slot));
		String hash = hex(tile.hash(slot));
		if (event == null && !tile.isRemoved(slot)) {
			return BundleLines.missing(tile.firstLeaf() + slot, hash, tile.position(slot).eventId());
		}
		if (event == null) {
			counts.leaves++;
			return BundleLines.leaf(tile.firstLeaf() + slot, hash);
		}
		counts.events++;
		return BundleLines.event(tile.firstLeaf() + slot, hash, EventView.of(event));
	}

	// Rows that were put in between are not part of what was sealed; past them the rest
	// is read.
	private Mono<Map<EventPosition, AuditEvent>> read(UUID tenantId, EventPosition first, EventPosition last) {
		Map<EventPosition, AuditEvent> events = new TreeMap<>();
		return next(tenantId, before(first), last, events).expand(
				(read) -> goesOn(read, last) ? next(tenantId, read.getLast().position(), last, events) : Mono.empty())
			.then(Mono.just(events));
	}

	private Mono<List<JournalEntry>> next(UUID tenantId, EventPosition after, EventPosition last,
			Map<EventPosition, AuditEvent> events) {
		return this.journal.ofTenantAfter(tenantId, after, TileId.WIDTH)
			.doOnNext((read) -> read.stream()
				.filter((entry) -> entry.position().compareTo(last) <= 0)
				.forEach((entry) -> events.put(entry.position(), entry.event())));
	}

	private static boolean goesOn(List<JournalEntry> read, EventPosition last) {
		return read.size() == TileId.WIDTH && read.getLast().position().compareTo(last) < 0;
	}

	// The place right before another one: ids are 128-bit numbers within a transaction.
	private static EventPosition before(EventPosition position) {
		UUID id = position.eventId();
		long low = id.getLeastSignificantBits();
		return new EventPosition(position.xid(),
				new UUID((low != 0) ? id.getMostSignificantBits() : id.getMostSignificantBits() - 1, low - 1));
	}

	private static String hex(byte[] hash) {
		return HexFormat.of().formatHex(hash);
	}

	/**
	 * What was given out. Used by one chain.
	 */
	private static final class Counts {

		private long events;

		private long leaves;

	}

}
