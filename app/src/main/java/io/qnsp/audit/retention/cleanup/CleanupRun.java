package io.qnsp.audit.retention.cleanup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.integrity.Checkpoints;
import io.qnsp.audit.retention.DueEvent;
import io.qnsp.audit.retention.RetentionProperties;
import io.qnsp.audit.retention.archive.ArchiveRepository;
import io.qnsp.audit.retention.archive.Archives;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Does the work of executions: looks, archives, deletes. Every deletion is a short
 * transaction: an open one holds up all who follow the journal.
 */
@Component
final class CleanupRun {

	/**
	 * A bundle holds the leaves of everything between its events, so it must not span too
	 * much.
	 */
	private static final int MOST_STRETCHES = 10;

	private final DueRepository due;

	private final Checkpoints checkpoints;

	private final ExecutionRepository executions;

	private final Archives archives;

	private final ArchiveRepository archiveTable;

	private final Journal journal;

	private final CleanupEvents events;

	private final Transactions transactions;

	private final Sql sql;

	private final int batch;

	private final Clock clock;

	CleanupRun(DueRepository due, Checkpoints checkpoints, ExecutionRepository executions, Archives archives,
			ArchiveRepository archiveTable, Journal journal, CleanupEvents events, Transactions transactions, Sql sql,
			RetentionProperties properties, Clock clock) {
		this.due = due;
		this.checkpoints = checkpoints;
		this.executions = executions;
		this.archives = archives;
		this.archiveTable = archiveTable;
		this.journal = journal;
		this.events = events;
		this.transactions = transactions;
		this.sql = sql;
		this.batch = properties.archiveEvents();
		this.clock = clock;
	}

	/**
	 * Counts everything that is due.
	 */
	Mono<Totals> count(Question question) {
		return this.due.count(question, EventPosition.START)
			.expand((counted) -> this.due.count(question, counted.end()))
			.map(DueRepository.Counted::totals)
			.reduce(Totals.NONE, Totals::plus);
	}

	/**
	 * Goes on with a running execution, outside of any transaction.
	 * @param budget how long; what is begun then is finished
	 * @return whether everything was looked at
	 */
	Mono<Boolean> run(UUID tenantId, Execution execution, Duration budget) {
		return Mono.defer(() -> {
			Instant end = this.clock.instant().plus(budget);
			return step(tenantId, execution, execution.cursor(), end)
				.expand((stand) -> (stand.finished() || !this.clock.instant().isBefore(end)) ? Mono.empty()
						: step(tenantId, execution, stand.cursor(), end))
				.last()
				.map(Stand::finished);
		});
	}

	private Mono<Stand> step(UUID tenantId, Execution execution, EventPosition after, Instant end) {
		Question question = Question.of(tenantId, execution);
		return gather(question, after, end).flatMap((batch) -> process(question, execution, batch.due())
			.then(Mono
				.defer(() -> this.executions.move(tenantId, execution.executionId(), batch.stand().cursor(), now())))
			.thenReturn(batch.stand()));
	}

	/**
	 * Collects what is due over several stretches, so that archives are not tiny.
	 */
	private Mono<Batch> gather(Question question, EventPosition after, Instant end) {
		Batch nothing = new Batch(List.of(), new Stand(after, false), 0);
		return more(question, nothing).expand((batch) -> (batch.stand().finished() || batch.due().size() >= this.batch
				|| batch.stretches() >= MOST_STRETCHES || !this.clock.instant().isBefore(end)) ? Mono.empty()
						: more(question, batch))
			.last();
	}

	private Mono<Batch> more(Question question, Batch batch) {
		return this.due.find(question, batch.stand().cursor()).map((found) -> {
			List<DueEvent> all = new ArrayList<>(batch.due());
			all.addAll(found.due());
			return new Batch(all, new Stand(found.end(), false), batch.stretches() + 1);
		}).defaultIfEmpty(new Batch(batch.due(), new Stand(batch.stand().cursor(), true), batch.stretches()));
	}

	private Mono<Void> process(Question question, Execution execution, List<DueEvent> due) {
		List<DueEvent> plain = new ArrayList<>();
		Map<String, List<DueEvent>> byStore = new LinkedHashMap<>();
		for (DueEvent event : due) {
			if (event.destination() == null) {
				plain.add(event);
			}
			else {
				byStore.computeIfAbsent(event.destination(), (store) -> new ArrayList<>()).add(event);
			}
		}
		return Flux.fromIterable(byStore.entrySet())
			.concatMap((entry) -> Flux.fromIterable(entry.getValue())
				.buffer(this.batch)
				.concatMap((events) -> archive(question, execution, entry.getKey(), events)))
			.thenMany(deleteAll(question, execution, plain, false))
			.then();
	}

	/**
	 * The file is durable, then the row, then the events go. A crash in between leaves a
	 * file, or an archive of events that are archived again.
	 */
	private Mono<Void> archive(Question question, Execution execution, String destination, List<DueEvent> events) {
		UUID tenantId = question.tenantId();
		return this.archives.write(tenantId, execution.executionId(), destination, events)
			.flatMap(
					(archive) -> this.transactions.inTransaction(this.archiveTable.insert(this.sql, tenantId, archive)))
			.thenMany(Flux.defer(() -> deleteAll(question, execution, events, true)))
			.then();
	}

	private Flux<Totals> deleteAll(Question question, Execution execution, List<DueEvent> events, boolean archived) {
		return Flux.fromIterable(events)
			.buffer(DueRepository.AT_ONCE)
			.concatMap((some) -> this.transactions.inTransaction(delete(question, execution, some, archived)));
	}

	private Mono<Totals> delete(Question question, Execution execution, List<DueEvent> events, boolean archived) {
		UUID tenantId = question.tenantId();
		return this.due.delete(question, events, archived)
			.delayUntil((deleted) -> deleted.positions().isEmpty() ? Mono.empty()
					: this.checkpoints.remove(tenantId, deleted.positions()))
			.map(DueRepository.Deleted::totals)
			.delayUntil((done) -> this.executions.add(tenantId, execution.executionId(), done, now()))
			.delayUntil((done) -> (done.deleted() == 0) ? Mono.empty()
					: this.journal.appendInTransaction(this.events.deleted(tenantId, execution, done)));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	/**
	 * How far an execution has come.
	 *
	 * @param cursor the last event that was looked at
	 * @param finished whether there is nothing more
	 */
	private record Stand(EventPosition cursor, boolean finished) {

	}

	private record Batch(List<DueEvent> due, Stand stand, int stretches) {

	}

}
