package io.qnsp.core.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Follows the journal of all tenants and hands every event to the listeners, in commit
 * order, from the moment it was started. A local append wakes it at once, many wake-ups
 * become one; otherwise it looks every 25 ms. Between two looks it rests for 10 ms. When
 * the database is away it keeps its position and goes on from there.
 *
 * <p>
 * Somebody else who reads the journal may {@link #feed} it. While it is fed, it asks the
 * database once a second and whenever what it was fed does not follow what it knows; so
 * what it hands over is the same, whoever has read it.
 */
public final class JournalTail {

	private static final Logger log = LoggerFactory.getLogger(JournalTail.class);

	private static final Duration IDLE = Duration.ofMillis(25);

	// The least time between two looks under load: what comes meanwhile goes to every
	// stream with one write instead of several.
	private static final Duration LINGER = Duration.ofMillis(10);

	private static final Duration LAG_EVERY = Duration.ofSeconds(1);

	// How often a fed tail asks the database all the same.
	private static final Duration FED_IDLE = Duration.ofSeconds(1);

	// How long after the last feed a tail counts as fed.
	private static final Duration FED_FOR = Duration.ofSeconds(2);

	private static final int BATCH = 512;

	private static final Retry OUTAGE = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(50))
		.maxBackoff(Duration.ofSeconds(2))
		.transientErrors(true)
		.doBeforeRetry((signal) -> log.warn("The journal's tail could not read and tries again: {}",
				DataFaults.reason(signal.failure())));

	private final JournalReader reader;

	private final Clock clock;

	private final Counter delivered;

	private final Counter fed;

	private final FedEntries waiting = new FedEntries();

	private final List<Runnable> wakeListeners = new CopyOnWriteArrayList<>();

	private final List<TailListener> listeners = new CopyOnWriteArrayList<>();

	private final WakeUps wakeUps = new WakeUps(IDLE);

	private final Sinks.One<EventPosition> ready = Sinks.one();

	private final Disposable.Swap loop = Disposables.swap();

	private volatile @Nullable EventPosition position;

	private volatile boolean moved;

	private volatile long lastRead;

	private volatile long lastFed;

	private volatile long lagMeasured;

	private volatile Duration lag = Duration.ZERO;

	/**
	 * Creates the tail.
	 * @param reader reads the journal
	 * @param meters where measurements go
	 */
	public JournalTail(JournalReader reader, MeterRegistry meters) {
		this.reader = reader;
		this.clock = meters.config().clock();
		this.lastRead = this.clock.monotonicTime();
		this.lastFed = this.lastRead - FED_FOR.toNanos();
		this.lagMeasured = this.lastRead - LAG_EVERY.toNanos();
		this.delivered = Counter.builder("qnsp.journal.events.delivered")
			.description("Events that the tail has handed to its listeners")
			.register(meters);
		this.fed = Counter.builder("qnsp.journal.events.fed")
			.description("Events among the delivered ones that the tail need not read itself")
			.register(meters);
		TimeGauge.builder("qnsp.journal.lag", () -> this.lag.toMillis(), TimeUnit.MILLISECONDS)
			.description("How long the oldest event that the tail has not delivered waits")
			.register(meters);
		TimeGauge
			.builder("qnsp.journal.tail.age", () -> this.clock.monotonicTime() - this.lastRead, TimeUnit.NANOSECONDS)
			.description("Time since the tail last read successfully")
			.register(meters);
	}

	/**
	 * Adds a listener; it gets what is read from now on.
	 * @param listener whom to tell
	 * @return removes the listener
	 */
	public Disposable listen(TailListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Begins to follow the journal from its end.
	 */
	public void start() {
		this.loop.update(Flux.defer(this::follow).retryWhen(OUTAGE).subscribe());
	}

	/**
	 * Stops following. A batch that is being handed over is finished.
	 */
	public void stop() {
		this.loop.update(Disposables.disposed());
	}

	/**
	 * Makes the tail look now. Cheap, callable from any thread.
	 */
	public void wake() {
		this.wakeUps.wake();
		this.wakeListeners.forEach(Runnable::run);
	}

	/**
	 * Adds somebody who wants to know when there may be something to read, as after each
	 * append of this instance.
	 * @param listener told by any thread; must not block or throw
	 * @return removes the listener
	 */
	public Disposable onWake(Runnable listener) {
		this.wakeListeners.add(listener);
		return () -> this.wakeListeners.remove(listener);
	}

	/**
	 * Hands over what somebody else has read. What the tail knows already is left out;
	 * what does not follow it, it reads itself. Cheap, callable from any thread; bounded:
	 * what is too much at once it reads itself too.
	 * @param previous the position that the entries follow
	 * @param entries every entry of the journal from there to the last of them, in commit
	 * order; empty says that somebody watches and that there was nothing after that
	 * position
	 */
	public void feed(EventPosition previous, List<JournalEntry> entries) {
		this.waiting.add(previous, entries);
		this.wakeUps.wake();
	}

	/**
	 * Whether what the tail hands over comes from somebody who feeds it.
	 * @return true while it is fed and keeps up by that
	 */
	public boolean isFed() {
		return this.clock.monotonicTime() - this.lastFed < FED_FOR.toNanos();
	}

	/**
	 * The position up to which every event has been handed to the listeners.
	 * @return the position, or {@code null} until the first connection to the database
	 */
	public @Nullable EventPosition position() {
		return this.position;
	}

	/**
	 * Where the tail began.
	 * @return the position, as soon as the database has told it
	 */
	public Mono<EventPosition> ready() {
		return this.ready.asMono();
	}

	private Flux<Boolean> follow() {
		return begin()
			.thenMany(this.wakeUps.ticks().concatMap((tick) -> catchUp().then(Mono.delay(LINGER)).thenReturn(true), 0));
	}

	private Mono<EventPosition> begin() {
		EventPosition known = this.position;
		return (known != null) ? Mono.just(known) : this.reader.end().doOnNext((end) -> {
			this.position = end;
			this.ready.tryEmitValue(end);
		});
	}

	private Mono<Void> catchUp() {
		return takeFed().flatMap((complete) -> mustRead(complete) ? readAll() : Mono.empty()).then(measureLag());
	}

	private Mono<Void> readAll() {
		return readBatch().expand((more) -> more ? readBatch() : Mono.empty()).then();
	}

	private boolean mustRead(boolean complete) {
		return !complete || !isFed() || this.clock.monotonicTime() - this.lastRead >= FED_IDLE.toNanos();
	}

	/**
	 * Hands over what was fed.
	 * @return false when something before it, or of it, is missing
	 */
	private Mono<Boolean> takeFed() {
		if (this.waiting.isEmpty()) {
			return Mono.just(true);
		}
		return Mono.fromCallable(() -> {
			FedEntries.Next next = this.waiting.after(current(), this.moved);
			for (int from = 0; from < next.entries().size(); from += BATCH) {
				List<JournalEntry> part = next.entries().subList(from, Math.min(from + BATCH, next.entries().size()));
				handOver(part);
				this.fed.increment(part.size());
			}
			if (next.upToDate()) {
				this.lastFed = this.clock.monotonicTime();
			}
			return next.complete();
		}).subscribeOn(Schedulers.parallel());
	}

	private Mono<Boolean> readBatch() {
		return Mono.defer(() -> this.reader.after(current(), BATCH)).publishOn(Schedulers.parallel()).map((entries) -> {
			this.lastRead = this.clock.monotonicTime();
			if (!entries.isEmpty()) {
				handOver(entries);
			}
			return entries.size() == BATCH;
		});
	}

	private EventPosition current() {
		EventPosition known = this.position;
		if (known == null) {
			throw new IllegalStateException("The tail reads before it has a position");
		}
		return known;
	}

	private void handOver(List<JournalEntry> entries) {
		for (TailListener listener : this.listeners) {
			try {
				listener.onEntries(entries);
			}
			catch (Throwable ex) {
				Exceptions.throwIfJvmFatal(ex);
				log.error("A listener of the journal's tail failed on {} events", entries.size(), ex);
			}
		}
		this.position = entries.getLast().position();
		this.moved = true;
		this.delivered.increment(entries.size());
	}

	private Mono<Void> measureLag() {
		return Mono.defer(() -> {
			if (this.clock.monotonicTime() - this.lagMeasured < LAG_EVERY.toNanos()) {
				return Mono.<Void>empty();
			}
			return this.reader.lagAfter(current()).doOnNext((measured) -> {
				this.lag = measured;
				this.lagMeasured = this.clock.monotonicTime();
			}).then();
		});
	}

}
