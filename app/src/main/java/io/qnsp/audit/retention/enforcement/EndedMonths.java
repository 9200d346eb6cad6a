package io.qnsp.audit.retention.enforcement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.audit.integrity.Checkpoints;
import io.qnsp.audit.retention.DueEvent;
import io.qnsp.audit.retention.archive.Archive;
import io.qnsp.audit.retention.archive.ArchiveRepository;
import io.qnsp.audit.retention.archive.Archives;
import io.qnsp.audit.retention.cleanup.CleanupEvents;
import io.qnsp.audit.retention.cleanup.DueRepository;
import io.qnsp.audit.retention.cleanup.Execution;
import io.qnsp.audit.retention.cleanup.ExecutionRepository;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Removes months of the journal in which everything of everybody is due: archives what
 * must be archived, then drops the partition, notes it with each tenant and leaves each
 * an event, in one transaction. The database decides once more whether all is due and
 * archived, with holds and policies standing still.
 */
@Component
final class EndedMonths implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(EndedMonths.class);

	/** More are archived by the daily enforcement first, event by event. */
	private static final int MOST_ARCHIVED = 100_000;

	private static final int PER_ARCHIVE = 10_000;

	private static final int MARKED_AT_ONCE = 1_000;

	private static final String SYSTEM = "audit-retention";

	private final PartitionRepository partitions;

	private final DueRepository due;

	private final Archives archives;

	private final ArchiveRepository archiveTable;

	private final ExecutionRepository executions;

	private final Journal journal;

	private final CleanupEvents events;

	private final Checkpoints checkpoints;

	private final Transactions tenantTransactions;

	private final Transactions systemTransactions;

	private final Ids ids;

	private final Clock clock;

	EndedMonths(PartitionRepository partitions, DueRepository due, Archives archives, ArchiveRepository archiveTable,
			ExecutionRepository executions, Journal journal, CleanupEvents events, Checkpoints checkpoints,
			Transactions tenantTransactions, @Qualifier("systemTransactions") Transactions systemTransactions, Ids ids,
			Clock clock) {
		this.partitions = partitions;
		this.due = due;
		this.archives = archives;
		this.archiveTable = archiveTable;
		this.executions = executions;
		this.journal = journal;
		this.events = events;
		this.checkpoints = checkpoints;
		this.tenantTransactions = tenantTransactions;
		this.systemTransactions = systemTransactions;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "audit-retention-months";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(6);
	}

	@Override
	public Mono<Void> run() {
		return this.partitions.ended().collectList().flatMapIterable((months) -> months).concatMap(this::remove).then();
	}

	/**
	 * Removes a month if all of it is due. Takes part in no surrounding transaction.
	 * @param month its first day
	 * @return of how many events, 0 when it stays or was empty
	 */
	Mono<Long> remove(LocalDate month) {
		LocalDate day = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		Mono<List<PartitionRepository.Part>> looked = this.systemTransactions
			.inTransaction(this.partitions.patience().then(this.partitions.parts(month, day)));
		return looked
			.filter((parts) -> parts.stream().allMatch(PartitionRepository.Part::isDue)
					&& parts.stream().mapToLong(PartitionRepository.Part::archived).sum() <= MOST_ARCHIVED)
			.flatMap((parts) -> archived(parts, month, day)
				.flatMap((made) -> marked(parts, month, day).then(dropped(parts, month, day, made))))
			.defaultIfEmpty(0L)
			.contextWrite((context) -> Context.empty());
	}

	private Mono<Map<UUID, Made>> archived(List<PartitionRepository.Part> parts, LocalDate month, LocalDate day) {
		return Flux.fromIterable(parts)
			.filter((part) -> part.archived() > 0)
			.concatMap((part) -> archive(part.tenantId(), month, day))
			.collectMap(Made::tenantId);
	}

	private Mono<Made> archive(UUID tenantId, LocalDate month, LocalDate day) {
		UUID executionId = this.ids.next();
		return this.due.of(tenantId, day, month)
			.filter((event) -> event.destination() != null)
			.groupBy((event) -> Objects.requireNonNull(event.destination()))
			.flatMap((group) -> group.buffer(PER_ARCHIVE)
				.concatMap((events) -> this.archives.write(tenantId, executionId, group.key(), events)))
			.collectList()
			.map((made) -> new Made(tenantId, executionId, made))
			.contextWrite(TenantContext.only(tenantId));
	}

	/**
	 * Notes with the checkpoints that the events will be gone. Before the drop, since
	 * that is work of all tenants in one transaction; until then the events are verified
	 * all the same.
	 */
	private Mono<Void> marked(List<PartitionRepository.Part> parts, LocalDate month, LocalDate day) {
		return Flux.fromIterable(parts).concatMap((part) -> mark(part.tenantId(), month, day)).then();
	}

	private Mono<Void> mark(UUID tenantId, LocalDate month, LocalDate day) {
		return this.due.of(tenantId, day, month)
			.map(DueEvent::position)
			.buffer(MARKED_AT_ONCE)
			.concatMap(
					(positions) -> this.tenantTransactions.inTransaction(this.checkpoints.remove(tenantId, positions)))
			.then()
			.contextWrite(TenantContext.only(tenantId));
	}

	private Mono<Long> dropped(List<PartitionRepository.Part> parts, LocalDate month, LocalDate day,
			Map<UUID, Made> made) {
		List<PartitionRepository.Part> archived = parts.stream()
			.filter((part) -> made.containsKey(part.tenantId()))
			.map((part) -> new PartitionRepository.Part(part.tenantId(), part.events(), part.due(),
					Objects.requireNonNull(made.get(part.tenantId())).events()))
			.toList();
		Mono<Long> work = this.partitions.patience()
			.thenMany(this.partitions.drop(month, day, archived))
			.collectList()
			.flatMapIterable((removed) -> removed)
			.concatMap((removed) -> note(removed, day, made.get(removed.tenantId()))
				.thenReturn(removed.totals().deleted()))
			.reduce(0L, Long::sum);
		return this.systemTransactions.inTransaction(work)
			.doOnNext((events) -> log.info("The journal's month {} had {} events that were all due", month, events));
	}

	private Mono<Void> note(PartitionRepository.Removed removed, LocalDate day, @Nullable Made made) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		UUID executionId = (made != null) ? made.executionId() : this.ids.next();
		UUID tenantId = removed.tenantId();
		Execution execution = new Execution(executionId, null, Execution.Trigger.PARTITION, false,
				Execution.Status.COMPLETED, day, removed.totals(), EventPosition.START, null, SYSTEM, now, now, now);
		List<Archive> archives = (made != null) ? made.archives() : List.of();
		return this.executions.insert(this.partitions.access(), tenantId, execution)
			.thenMany(Flux.fromIterable(archives)
				.concatMap((archive) -> this.archiveTable.insert(this.partitions.access(), tenantId, archive)))
			.then(Mono.defer(() -> this.journal.appendInSystemTransaction(this.events.ended(tenantId, execution))));
	}

	/**
	 * What was archived of a tenant's.
	 *
	 * @param tenantId the tenant
	 * @param executionId the execution that it will belong to
	 * @param archives the archives
	 */
	private record Made(UUID tenantId, UUID executionId, List<Archive> archives) {

		long events() {
			return this.archives.stream().mapToLong(Archive::events).sum();
		}

	}

}
