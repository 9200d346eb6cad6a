package io.qnsp.core.projection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalWindow;
import io.qnsp.core.journal.WakeUps;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The loop of one projection. Events are taken from what the tail has just handed over,
 * or read when the projection is further behind, before the transaction begins: a
 * transaction that writes makes every follower of the journal wait. The cursor, locked at
 * the position that they follow, then decides whether they are applied.
 */
final class ProjectionLoop {

	private static final Logger log = LoggerFactory.getLogger(ProjectionLoop.class);

	private static final Duration MIN_BACKOFF = Duration.ofMillis(200);

	private final Projection projection;

	private final String name;

	private final Set<String> eventTypes;

	private final ProjectionCursors cursors;

	private final Sql system;

	private final Transactions transactions;

	private final JournalReader reader;

	private final RecentEntries recent;

	private final ProjectionSettings settings;

	private final Consumer<ProjectionAdvanced> advanced;

	private final WakeUps wakeUps;

	private final Clock clock;

	private final Counter failures;

	private volatile EventPosition seen = EventPosition.START;

	// Whether the cursor is believed to stand where it was seen last.
	private volatile boolean following;

	private volatile long caughtUp;

	ProjectionLoop(Projection projection, ProjectionCursors cursors, Sql system, Transactions transactions,
			JournalReader reader, RecentEntries recent, ProjectionSettings settings,
			Consumer<ProjectionAdvanced> advanced, MeterRegistry meters) {
		this.projection = projection;
		this.name = projection.name();
		this.eventTypes = Set.copyOf(projection.eventTypes());
		this.cursors = cursors;
		this.system = system;
		this.transactions = transactions;
		this.reader = reader;
		this.recent = recent;
		this.settings = settings;
		this.advanced = advanced;
		this.wakeUps = new WakeUps(settings.idle());
		this.clock = meters.config().clock();
		this.caughtUp = this.clock.monotonicTime();
		this.failures = Counter.builder("qnsp.projection.failures")
			.description("Runs of a projection that failed and are tried again")
			.tag("projection", this.name)
			.register(meters);
		TimeGauge.builder("qnsp.projection.age", () -> this.clock.monotonicTime() - this.caughtUp, TimeUnit.NANOSECONDS)
			.description("Time since the projection had applied everything")
			.tag("projection", this.name)
			.register(meters);
	}

	String name() {
		return this.name;
	}

	/**
	 * Runs until told to stop, and then to the end of the step on its way.
	 * @param stopping completes when the loop shall end
	 * @return completes when it has ended
	 */
	Mono<Void> run(Mono<Void> stopping) {
		Duration maxBackoff = this.settings.maxBackoff();
		Retry again = Retry.backoff(Long.MAX_VALUE, (maxBackoff.compareTo(MIN_BACKOFF) < 0) ? maxBackoff : MIN_BACKOFF)
			.maxBackoff(maxBackoff)
			.transientErrors(true)
			.doBeforeRetry((signal) -> failed(signal.failure()));
		AtomicBoolean ending = new AtomicBoolean();
		Mono<Void> end = stopping.doOnTerminate(() -> ending.set(true));
		return Flux.defer(() -> follow(ending, end)).retryWhen(again).then();
	}

	private void failed(Throwable failure) {
		this.following = false;
		this.failures.increment();
		log.warn("Projection {} failed and tries again", this.name, failure);
	}

	void wakeFor(List<JournalEntry> entries) {
		if (entries.stream().anyMatch(this::isOurs)) {
			this.wakeUps.wake();
		}
	}

	private boolean isOurs(JournalEntry entry) {
		return this.eventTypes.isEmpty() || this.eventTypes.contains(entry.event().eventType());
	}

	private Flux<Boolean> follow(AtomicBoolean ending, Mono<Void> end) {
		return this.cursors.create(this.name)
			.thenMany(this.wakeUps.ticks()
				.takeUntilOther(end)
				.concatMap((tick) -> catchUp(ending).then(Mono.delay(this.settings.linger())).thenReturn(true), 0));
	}

	private Mono<Void> catchUp(AtomicBoolean ending) {
		return step().expand((more) -> (more && !ending.get()) ? step() : Mono.empty()).then();
	}

	/**
	 * Applies the next window.
	 * @return whether there may be more at once
	 */
	private Mono<Boolean> step() {
		return Mono.defer(() -> {
			List<JournalEntry> fresh = this.following ? this.recent.after(this.seen, this.settings.maxBatch())
					: List.of();
			return fresh.isEmpty() ? stepByReading() : applyFresh(fresh);
		});
	}

	private Mono<Boolean> applyFresh(List<JournalEntry> fresh) {
		JournalWindow window = new JournalWindow(this.seen, fresh.getLast().position(), fresh.size());
		return commit(window, fresh.stream().filter(this::isOurs).toList());
	}

	private Mono<Boolean> stepByReading() {
		return this.cursors.read(this.name)
			.doOnNext(this::notice)
			.flatMap((cursor) -> this.reader.window(cursor, this.settings.maxBatch()))
			.flatMap(this::applyWindow)
			.switchIfEmpty(Mono.fromSupplier(() -> {
				this.caughtUp = this.clock.monotonicTime();
				this.following = true;
				return false;
			}));
	}

	private Mono<Boolean> applyWindow(JournalWindow window) {
		return this.reader.within(window, this.eventTypes).flatMap((entries) -> commit(window, entries));
	}

	private Mono<Boolean> commit(JournalWindow window, List<JournalEntry> entries) {
		return tryCommit(window, entries).map((committed) -> {
			this.following = committed;
			if (!committed) {
				// Somebody else has it; look again, to notice when it is done.
				this.wakeUps.wake();
				return false;
			}
			notice(window.end());
			boolean more = window.size() == this.settings.maxBatch();
			if (!more) {
				this.caughtUp = this.clock.monotonicTime();
			}
			return more;
		});
	}

	private Mono<Boolean> tryCommit(JournalWindow window, List<JournalEntry> entries) {
		Mono<Void> apply = entries.isEmpty() ? Mono.empty()
				: Mono.defer(() -> this.projection.apply(entries, this.system));
		Mono<Boolean> work = this.cursors.lock(this.name, window.after())
			.flatMap((locked) -> apply.then(Mono.defer(() -> this.cursors.move(this.name, window.end())))
				.thenReturn(true));
		return this.transactions.inTransaction(work).defaultIfEmpty(false);
	}

	/**
	 * Tells the listeners when the cursor stands elsewhere than they know, whoever moved
	 * it.
	 */
	private void notice(EventPosition cursor) {
		if (!cursor.equals(this.seen)) {
			this.seen = cursor;
			this.advanced.accept(new ProjectionAdvanced(this.name, cursor));
		}
	}

	Mono<Void> rebuild() {
		Mono<Boolean> work = this.cursors.lock(this.name)
			.flatMap((locked) -> this.projection.clear(this.system)
				.then(Mono.defer(() -> this.cursors.move(this.name, EventPosition.START)))
				.thenReturn(true));
		return this.transactions.inTransaction(work).doOnSuccess((done) -> this.wakeUps.wake()).then();
	}

}
