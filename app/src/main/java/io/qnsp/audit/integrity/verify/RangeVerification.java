package io.qnsp.audit.integrity.verify;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Verifies the checkpoints that sealed a range of events, a bounded number of events at a
 * time.
 */
@Component
final class RangeVerification {

	private static final long MOST_EVENTS = 20_000;

	// Events are recorded when their transaction begins and sealed when it has ended.
	private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

	private static final UUID NONE = new UUID(0, 0);

	private final CheckpointRepository checkpoints;

	private final JournalReader journal;

	private final TileRepository tiles;

	private final UnsealedRepository unsealed;

	private final CheckpointVerification verification;

	RangeVerification(CheckpointRepository checkpoints, JournalReader journal, TileRepository tiles,
			UnsealedRepository unsealed, CheckpointVerification verification) {
		this.checkpoints = checkpoints;
		this.journal = journal;
		this.tiles = tiles;
		this.unsealed = unsealed;
		this.verification = verification;
	}

	/**
	 * Verifies a range, or the next part of it.
	 * @return what was found
	 */
	Mono<RangeVerdict> verify(UUID tenantId, VerifyRequest request) {
		return range(tenantId, request).flatMap((range) -> this.checkpoints.last(tenantId)
			.flatMap((last) -> run(tenantId, range, last, request.next()))
			.switchIfEmpty(Mono.defer(() -> count(tenantId, EventPosition.START, new RangeRun(1, 0, 0)))));
	}

	private Mono<RangeVerdict> run(UUID tenantId, Range range, Checkpoint last, @Nullable Long cursor) {
		long end = (range.to != null) ? range.to : last.sequence();
		long first = (range.from != null) ? range.from : last.sequence() + 1;
		if (cursor != null && (cursor < first || cursor > end)) {
			return Mono.error(QnspException.badRequest("cursor", "not a nextCursor of this range"));
		}
		RangeRun run = new RangeRun((cursor != null) ? cursor : first, end, MOST_EVENTS);
		return step(tenantId, run).repeat(() -> !run.isDone() && !run.isFull())
			.then(Mono
				.defer(() -> (run.isDone() && end == last.sequence()) ? nothingBeyond(tenantId, run) : Mono.empty()))
			.then(Mono.defer(
					() -> count(tenantId, EventPosition.parse(last.lastPosition()).orElse(EventPosition.START), run)));
	}

	private Mono<Boolean> step(UUID tenantId, RangeRun run) {
		return Mono.defer(() -> run.isDone() ? Mono.<Boolean>empty() : one(tenantId, run.next()).map((verdict) -> {
			run.add(verdict);
			return true;
		}));
	}

	private Mono<CheckpointVerdict> one(UUID tenantId, long sequence) {
		return this.checkpoints.find(tenantId, sequence)
			.flatMap(this.verification::verify)
			.switchIfEmpty(Mono.fromSupplier(() -> CheckpointVerdict.of(NONE, sequence, 0, 0, List
				.of(Problem.of(Problem.Kind.CHAIN_BROKEN, NONE, "checkpoint %d is missing".formatted(sequence))))));
	}

	// Leaves without a checkpoint are those of a checkpoint that somebody took away. They
	// are counted first, since a checkpoint may be made in this moment.
	private Mono<Void> nothingBeyond(UUID tenantId, RangeRun run) {
		return this.tiles.size(tenantId).zipWhen((size) -> this.checkpoints.last(tenantId)).doOnNext((read) -> {
			Checkpoint last = read.getT2();
			if (read.getT1() > last.treeSize()) {
				run.add(Problem.of(Problem.Kind.TREE_DAMAGED, last.checkpointId(),
						"%d leaves are stored (expected: %d, as the last checkpoint says)".formatted(read.getT1(),
								last.treeSize())));
			}
		}).then();
	}

	private Mono<RangeVerdict> count(UUID tenantId, EventPosition after, RangeRun run) {
		return this.unsealed.countAfter(tenantId, after).map(run::verdict);
	}

	private Mono<Range> range(UUID tenantId, VerifyRequest request) {
		return request.isOfTimes()
				? range(this.checkpoints.since(tenantId, required(request.startTime())),
						this.checkpoints.since(tenantId, required(request.endTime()).plus(LONGEST_TRANSACTION)))
				: Mono
					.zip(place(tenantId, "from", required(request.from())),
							place(tenantId, "to", required(request.to())))
					.flatMap((ends) -> (ends.getT1().compareTo(ends.getT2()) > 0)
							? Mono
								.error(QnspException.badRequest("to", "an event before from (expected: from or later)"))
							: range(this.checkpoints.sealing(tenantId, ends.getT1()),
									this.checkpoints.sealing(tenantId, ends.getT2())));
	}

	private static Mono<Range> range(Mono<Checkpoint> from, Mono<Checkpoint> to) {
		return sequence(from).flatMap(
				(first) -> sequence(to).map((last) -> new Range((first > 0) ? first : null, (last > 0) ? last : null)));
	}

	private static Mono<Long> sequence(Mono<Checkpoint> checkpoint) {
		return checkpoint.map(Checkpoint::sequence).defaultIfEmpty(0L);
	}

	private Mono<EventPosition> place(UUID tenantId, String field, UUID eventId) {
		return this.journal.find(tenantId, eventId)
			.map(JournalEntry::position)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("audit event (" + field + ")", eventId)));
	}

	private static <T> T required(@Nullable T value) {
		return Objects.requireNonNull(value, "checked before");
	}

	/**
	 * The checkpoints of a range.
	 *
	 * @param from the first, or {@code null} when nothing of the range is sealed
	 * @param to the last, or {@code null} for the tenant's last
	 */
	private record Range(@Nullable Long from, @Nullable Long to) {

	}

}
