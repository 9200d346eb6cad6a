package io.qnsp.audit.integrity.seal;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.LeafTile;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.id.Ids;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.integrity.merkle.GrowingTiles;
import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Makes a tenant's next checkpoint. Reading, hashing and signing happen outside of any
 * transaction, since the journal's followers wait for every transaction that writes; then
 * one short transaction stores the checkpoint and the tiles. Nothing is built on a tree
 * that is not the one that the last checkpoint signed.
 */
@Component
public final class CheckpointMaker {

	private final CheckpointRepository checkpoints;

	private final TileRepository tiles;

	private final JournalReader journal;

	private final EventLeaves leaves;

	private final CheckpointSignatures signatures;

	private final Transactions transactions;

	private final IntegrityProperties properties;

	private final Ids ids;

	private final Clock clock;

	private final Counter sealed;

	private final Timer storing;

	CheckpointMaker(CheckpointRepository checkpoints, TileRepository tiles, JournalReader journal, EventLeaves leaves,
			CheckpointSignatures signatures, Transactions transactions, IntegrityProperties properties, Ids ids,
			Clock clock, MeterRegistry meters) {
		this.checkpoints = checkpoints;
		this.tiles = tiles;
		this.journal = journal;
		this.leaves = leaves;
		this.signatures = signatures;
		this.transactions = transactions;
		this.properties = properties;
		this.ids = ids;
		this.clock = clock;
		this.sealed = Counter.builder("qnsp.audit.sealed.events")
			.description("Events that this instance has sealed by checkpoints")
			.register(meters);
		this.storing = Timer.builder("qnsp.audit.checkpoint.store")
			.description("How long the transactions that store checkpoints take")
			.publishPercentileHistogram()
			.maximumExpectedValue(Duration.ofSeconds(10))
			.register(meters);
	}

	/**
	 * Seals what a tenant has that is not sealed, at most as many events as one
	 * checkpoint may have.
	 * @param tenantId the tenant
	 * @param atLeast with fewer events nothing is done
	 * @return the checkpoint, or empty when nothing was done: there is nothing to seal,
	 * or another instance was faster. A {@link DamagedTreeException} when what is stored
	 * is not what the last checkpoint signed
	 */
	public Mono<Checkpoint> seal(UUID tenantId, int atLeast) {
		return begin(tenantId).flatMap(this::gather)
			.filter((sealing) -> sealing.events() >= Math.max(1, atLeast))
			.flatMap((sealing) -> this.signatures
				.sign(sealing.checkpoint(this.ids.next(), this.clock.instant().truncatedTo(ChronoUnit.MILLIS)))
				.flatMap((checkpoint) -> store(sealing, checkpoint)))
			.contextWrite(TenantContext.only(tenantId));
	}

	private Mono<Sealing> begin(UUID tenantId) {
		return this.checkpoints.last(tenantId)
			.delayUntil(this::requireSignature)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((before) -> read(tenantId, before.orElse(null)).onErrorResume(DamagedTreeException.class,
					(ex) -> unlessOvertaken(tenantId, before.orElse(null), ex)));
	}

	private Mono<Sealing> read(UUID tenantId, @Nullable Checkpoint before) {
		long size = (before != null) ? before.treeSize() : 0;
		return Mono
			.zip(this.tiles.hashes(tenantId, TileId.rightEdge(size)),
					this.tiles.leaves(tenantId, size / TileId.WIDTH, size / TileId.WIDTH)
						.map(LeafTile::positions)
						.next()
						.defaultIfEmpty(new byte[0]),
					this.tiles.size(tenantId))
			.publishOn(Schedulers.parallel())
			.map((edge) -> sealing(tenantId, before, edge.getT1(), edge.getT2(), edge.getT3()));
	}

	// Another instance that seals in this moment changes the tiles after the checkpoint
	// was read.
	private Mono<Sealing> unlessOvertaken(UUID tenantId, @Nullable Checkpoint before, DamagedTreeException ex) {
		return this.checkpoints.last(tenantId)
			.map(Checkpoint::sequence)
			.defaultIfEmpty(0L)
			.flatMap((now) -> (now == ((before != null) ? before.sequence() : 0)) ? Mono.error(ex) : Mono.empty());
	}

	private Mono<Void> requireSignature(Checkpoint last) {
		return this.signatures.verify(last)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new DamagedTreeException(
					"checkpoint %s is not signed by the platform (expected: as it was made)"
						.formatted(last.checkpointId()))))
			.then();
	}

	private static Sealing sealing(UUID tenantId, @Nullable Checkpoint before, Map<TileId, byte[]> edge,
			byte[] positions, long stored) {
		long size = (before != null) ? before.treeSize() : 0;
		if (stored != size) {
			throw new DamagedTreeException(
					"%d leaves are stored (expected: %d, as the last checkpoint says)".formatted(stored, size));
		}
		GrowingTiles tiles = new GrowingTiles(EventLeaves.HASH, size, edge);
		String root = HexFormat.of().formatHex(tiles.frontier().root());
		if (before != null && !root.equals(before.merkleRoot())) {
			throw new DamagedTreeException("the stored tree has root %s (expected: %s, of checkpoint %s)"
				.formatted(root, before.merkleRoot(), before.checkpointId()));
		}
		return new Sealing(tenantId, before, tiles, positions);
	}

	private Mono<Sealing> gather(Sealing sealing) {
		return next(sealing).expand((read) -> isDone(sealing, read) ? Mono.empty() : next(sealing))
			.then(Mono.just(sealing));
	}

	private boolean isDone(Sealing sealing, int read) {
		return read < this.properties.batch() || sealing.events() >= this.properties.maxEvents();
	}

	private Mono<Integer> next(Sealing sealing) {
		int limit = Math.min(this.properties.batch(), this.properties.maxEvents() - sealing.events());
		return this.journal.ofTenantAfter(sealing.tenantId(), sealing.end(), limit)
			.flatMap((entries) -> entries.isEmpty() ? Mono.just(0) : append(sealing, entries));
	}

	private Mono<Integer> append(Sealing sealing, List<JournalEntry> entries) {
		return this.leaves.of(entries).map((hashes) -> {
			sealing.append(entries, hashes);
			return entries.size();
		});
	}

	private Mono<Checkpoint> store(Sealing sealing, Checkpoint checkpoint) {
		Mono<Checkpoint> work = this.checkpoints.insert(checkpoint)
			.filter(Boolean::booleanValue)
			.flatMap((inserted) -> Flux.fromIterable(sealing.stretches())
				.concatMap((stretch) -> this.tiles.store(sealing.tenantId(), stretch,
						(stretch.level() == 0) ? sealing.positions() : null))
				.then(Mono.just(checkpoint)));
		return Mono.defer(() -> {
			long start = System.nanoTime();
			return this.transactions.inTransaction(work).doOnNext((made) -> {
				this.storing.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
				this.sealed.increment((double) made.eventCount());
			});
		});
	}

}
