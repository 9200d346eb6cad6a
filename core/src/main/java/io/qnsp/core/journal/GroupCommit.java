package io.qnsp.core.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.core.error.Deadlines;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Writes concurrent events together. Calls put their row into a bounded queue; a writer
 * that is free takes what waits, up to a batch, and writes it with one statement. Nothing
 * waits for a batch to fill: under load batches grow by themselves while the writers are
 * busy.
 *
 * <p>
 * The queue is drained by whoever finds it undrained, one thread at a time
 * ({@code draining} counts the requests to look again), so there is no lock and no thread
 * of its own.
 */
final class GroupCommit {

	private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

	private static final int SWEEPS_PER_DEADLINE = 40;

	private final EventTable table;

	private final Sql system;

	private final JournalSettings settings;

	private final JournalMetrics metrics;

	private final Runnable durable;

	private final Queue<PendingAppend> queue = Queues.<PendingAppend>unboundedMultiproducer().get();

	// The deadline is the same for all, so the order of arrival is the order of expiry.
	private final Queue<PendingAppend> byDeadline = Queues.<PendingAppend>unboundedMultiproducer().get();

	private final AtomicInteger queued = new AtomicInteger();

	private final AtomicInteger writing = new AtomicInteger();

	private final AtomicInteger untold = new AtomicInteger();

	private final AtomicInteger draining = new AtomicInteger();

	private final AtomicInteger sweeping = new AtomicInteger();

	private final Disposable.Composite running = Disposables.composite();

	private final Sinks.Empty<Void> drained = Sinks.empty();

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile boolean accepting;

	private volatile boolean abandoned;

	GroupCommit(EventTable table, Sql system, JournalSettings settings, JournalMetrics metrics, Runnable durable) {
		this.table = table;
		this.system = system;
		this.settings = settings;
		this.metrics = metrics;
		this.durable = durable;
		metrics.queueDepth(this.queued::get);
	}

	void start() {
		if (this.running.isDisposed()) {
			// Its loops would end at once, and every append would wait for nobody.
			throw new IllegalStateException("The journal was stopped (expected: one start)");
		}
		Duration sweep = this.settings.deadline().dividedBy(SWEEPS_PER_DEADLINE);
		this.running.add(Flux.interval(sweep).onBackpressureDrop().subscribe((tick) -> sweep()));
		this.accepting = true;
	}

	/**
	 * Takes no more events and writes those that wait.
	 * @return completes when nothing waits any more, at the latest after the deadline
	 */
	Mono<Void> stop() {
		return Mono.defer(() -> {
			this.accepting = false;
			signalDrained();
			return this.drained.asMono();
		})
			.timeout(this.settings.deadline(), Mono.fromRunnable(this::abandon))
			.doFinally((end) -> this.running.dispose());
	}

	private void abandon() {
		this.abandoned = true;
		sweep();
	}

	Mono<Void> append(EventRow row) {
		return Mono.create((sink) -> offer(new PendingAppend(row, sink, this.metrics.now())));
	}

	private void offer(PendingAppend pending) {
		// Counted before the look at `accepting`: stop() sees either the count or no
		// call.
		int depth = this.queued.incrementAndGet();
		if (!this.accepting || depth > this.settings.queueCapacity()) {
			this.queued.decrementAndGet();
			refuse(pending,
					this.accepting
							? "The journal's queue is full (%d events wait)".formatted(this.settings.queueCapacity())
							: "The journal is not running",
					null);
			signalDrained();
			return;
		}
		this.byDeadline.add(pending);
		this.queue.add(pending);
		drain();
	}

	private void drain() {
		if (this.draining.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			while (this.writing.get() < this.settings.writers()) {
				List<PendingAppend> batch = takeBatch();
				if (batch.isEmpty()) {
					break;
				}
				this.writing.incrementAndGet();
				this.untold.incrementAndGet();
				write(batch);
			}
			seen = this.draining.addAndGet(-seen);
		}
		signalDrained();
	}

	private List<PendingAppend> takeBatch() {
		List<PendingAppend> batch = new ArrayList<>();
		while (batch.size() < this.settings.batchSize()) {
			PendingAppend pending = this.queue.poll();
			if (pending == null) {
				break;
			}
			this.queued.decrementAndGet();
			if (pending.isOpen()) {
				batch.add(pending);
			}
		}
		return batch;
	}

	private void write(List<PendingAppend> batch) {
		Disposable.Swap handle = Disposables.swap();
		this.running.add(handle);
		handle.update(insert(batch)
			.timeout(this.settings.deadline(), Deadlines.exceeded("The batch", this.settings.deadline()))
			.doFinally((end) -> this.running.remove(handle))
			.subscribe(null, (ex) -> ended(batch, ex), () -> ended(batch, null)));
	}

	private Mono<Void> insert(List<PendingAppend> batch) {
		return this.table.insert(this.system, batch.stream().map(PendingAppend::row).toList())
			.onErrorResume(DataFaults::isDataFault, (ex) -> isolate(batch, ex));
	}

	/**
	 * Halves a batch in which one row is at fault until the row is alone, so that it
	 * fails its own call only. A statement that failed has written nothing.
	 */
	private Mono<Void> isolate(List<PendingAppend> batch, Throwable fault) {
		if (batch.size() == 1) {
			EventRow row = batch.get(0).row();
			log.error("The journal can not hold event {} of type {}: {}", row.eventId(), row.eventType(),
					DataFaults.reason(fault));
			refuse(batch.get(0), "The journal can not hold the event", fault);
			return Mono.empty();
		}
		int half = batch.size() / 2;
		return insert(batch.subList(0, half)).then(Mono.defer(() -> insert(batch.subList(half, batch.size()))));
	}

	/**
	 * The next batch is on its way before the calls of this one are told.
	 */
	private void ended(List<PendingAppend> batch, @Nullable Throwable error) {
		this.writing.decrementAndGet();
		drain();
		if (error == null) {
			this.durable.run();
			this.metrics.appendedInBatch(batch.size());
			batch.forEach(this::confirm);
		}
		else {
			batch.forEach((pending) -> refuse(pending, "The journal could not write the event", error));
		}
		logChange(error);
		this.untold.decrementAndGet();
		signalDrained();
	}

	private void logChange(@Nullable Throwable error) {
		if (error == null) {
			if (this.failing.get() && this.failing.compareAndSet(true, false)) {
				log.info("The journal writes again");
			}
		}
		else if (this.failing.compareAndSet(false, true)) {
			log.warn("The journal can not write and refuses events: {}", DataFaults.reason(error));
		}
	}

	private void confirm(PendingAppend pending) {
		if (pending.succeed()) {
			this.metrics.appendedSince(pending.since());
		}
	}

	private void refuse(PendingAppend pending, String message, @Nullable Throwable cause) {
		if (pending.fail(message, cause)) {
			this.metrics.unavailable();
		}
	}

	/**
	 * Tells the calls whose time has passed; one thread at a time, as in {@link #drain}.
	 */
	private void sweep() {
		if (this.sweeping.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			PendingAppend head = this.byDeadline.peek();
			while (head != null && (!head.isOpen() || isOver(head))) {
				this.byDeadline.poll();
				refuse(head, this.abandoned ? "The journal has been stopped before the event was confirmed"
						: "The journal did not confirm the event within " + this.settings.deadline(), null);
				head = this.byDeadline.peek();
			}
			seen = this.sweeping.addAndGet(-seen);
		}
	}

	private boolean isOver(PendingAppend pending) {
		return this.abandoned || this.metrics.now() - pending.since() >= this.settings.deadline().toNanos();
	}

	private void signalDrained() {
		if (!this.accepting && this.queued.get() == 0 && this.untold.get() == 0) {
			this.drained.tryEmitEmpty();
		}
	}

}
