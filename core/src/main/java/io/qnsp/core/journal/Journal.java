package io.qnsp.core.journal;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.sql.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * The writing side of the journal. A completed append means that the event is durable;
 * anything else is a {@link JournalUnavailableException}, after which a call that demands
 * audit must not succeed.
 *
 * <p>
 * Any text can be appended: NUL and lone surrogates become U+FFFD, texts longer than
 * their column are cut, and a detail of more than 64 KiB is replaced by its size.
 */
public final class Journal {

	/**
	 * How long after it happened an event may be appended. Readers who look for a time
	 * look at what was recorded up to that much later.
	 */
	public static final Duration OLDEST_EVENT = Duration.ofDays(7);

	private static final Logger log = LoggerFactory.getLogger(Journal.class);

	private final Sql system;

	private final Sql tenant;

	private final EventTable table;

	private final GroupCommit groupCommit;

	private final JournalMetrics metrics;

	private final Runnable durable;

	/**
	 * Creates the journal; it takes events after {@link #start}.
	 * @param system access across tenants, for the group commit
	 * @param tenant access as the caller's tenant, for events inside of its transactions
	 * @param json writes the detail
	 * @param settings the bounds of the group commit
	 * @param durable called after events have become durable, such as
	 * {@link JournalTail#wake}; must not block
	 * @param meters where measurements go
	 */
	public Journal(Sql system, Sql tenant, JsonMapper json, JournalSettings settings, Runnable durable,
			MeterRegistry meters) {
		this.system = system;
		this.tenant = tenant;
		this.table = new EventTable(json);
		this.metrics = new JournalMetrics(meters);
		this.durable = () -> wake(durable);
		this.groupCommit = new GroupCommit(this.table, system, settings, this.metrics, this.durable);
	}

	// Whatever the woken one throws must not reach the calls that wait for their commit.
	private static void wake(Runnable durable) {
		try {
			durable.run();
		}
		catch (RuntimeException ex) {
			log.error("The journal's wake-up failed", ex);
		}
	}

	/**
	 * Begins to take events.
	 */
	public void start() {
		this.groupCommit.start();
	}

	/**
	 * Refuses new events and writes those that wait.
	 * @return completes when nothing waits any more, at the latest after the deadline
	 */
	public Mono<Void> stop() {
		return this.groupCommit.stop();
	}

	/**
	 * Makes an event durable together with others that are appended at the same time, in
	 * a transaction of its own.
	 *
	 * <p>
	 * When the deadline passes or the connection is lost, the event may be in the journal
	 * or not. A cancelled append is dropped if it still waits, and is written if it is on
	 * its way; others are not affected.
	 * @param event what happened
	 * @return completes after the commit; a {@link JournalUnavailableException} when the
	 * queue is full, the deadline has passed, or the event could not be written
	 */
	public Mono<Void> append(AuditEvent event) {
		return row(event).flatMap(this.groupCommit::append);
	}

	/**
	 * Writes an event in the surrounding tenant transaction: it becomes durable with that
	 * transaction, or not at all.
	 * @param event what happened
	 * @return completes when the event is written; it is durable after the commit. An
	 * {@link IllegalStateException} outside of a transaction, a
	 * {@link JournalUnavailableException} when it could not be written, after which the
	 * transaction can only be rolled back
	 */
	public Mono<Void> appendInTransaction(AuditEvent event) {
		return appendInTransaction(event, this.tenant);
	}

	/**
	 * Writes an event in the surrounding transaction of work across tenants, like
	 * {@link #appendInTransaction(AuditEvent)}.
	 * @param event what happened
	 * @return completes when the event is written; errors as there
	 */
	public Mono<Void> appendInSystemTransaction(AuditEvent event) {
		return appendInTransaction(event, this.system);
	}

	/**
	 * Writes several events by one statement in the surrounding tenant transaction, like
	 * {@link #appendInTransaction(AuditEvent)}: all or none.
	 * @param events what happened, at least one event; their place in the journal is the
	 * order of their ids
	 * @return completes when the events are written; errors as there
	 */
	public Mono<Void> appendInTransaction(List<AuditEvent> events) {
		return appendInTransaction(events, this.tenant);
	}

	private Mono<Void> appendInTransaction(AuditEvent event, Sql sql) {
		return appendInTransaction(List.of(event), sql);
	}

	private Mono<Void> appendInTransaction(List<AuditEvent> events, Sql sql) {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.onErrorMap(NoTransactionException.class,
					(ex) -> new IllegalStateException(
							"appendInTransaction outside of a transaction: " + events.getFirst().eventType(), ex))
			.flatMap((transaction) -> rows(events).flatMap((rows) -> insert(sql, rows))
				.doOnSuccess((done) -> transaction.registerSynchronization(new AfterCommit(events.size()))));
	}

	private Mono<List<EventRow>> rows(List<AuditEvent> events) {
		return Mono.fromSupplier(() -> events.stream().map(this.table::row).toList())
			.onErrorMap(JacksonException.class, (ex) -> unwritable(events.getFirst(), ex));
	}

	private Mono<Void> insert(Sql sql, List<EventRow> rows) {
		return this.table.insert(sql, rows).onErrorMap((ex) -> {
			this.metrics.unavailable();
			return new JournalUnavailableException("The journal could not write the event", ex);
		});
	}

	private Mono<EventRow> row(AuditEvent event) {
		return Mono.fromSupplier(() -> this.table.row(event))
			.onErrorMap(JacksonException.class, (ex) -> unwritable(event, ex));
	}

	private static JournalUnavailableException unwritable(AuditEvent event, Throwable cause) {
		return new JournalUnavailableException(
				"The detail of an event of type %s cannot be written as JSON".formatted(event.eventType()), cause);
	}

	private final class AfterCommit implements TransactionSynchronization {

		private final int events;

		AfterCommit(int events) {
			this.events = events;
		}

		@Override
		public Mono<Void> afterCommit() {
			return Mono.fromRunnable(() -> {
				Journal.this.metrics.appendedInTransaction(this.events);
				Journal.this.durable.run();
			});
		}

	}

}
