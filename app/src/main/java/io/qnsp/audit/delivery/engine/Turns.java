package io.qnsp.audit.delivery.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Runs the turns of subscriptions, as many at a time as there are workers, each
 * subscription one at a time. What it is told is told inside of the engine's serial
 * tasks.
 */
final class Turns {

	private static final Logger log = LoggerFactory.getLogger(Turns.class);

	private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

	private final Clock clock;

	private final SerialTasks tasks;

	private final Sessions sessions;

	private final TurnQueue<Work> queue;

	private final Disposable.Composite open = Disposables.composite();

	private final Sinks.Empty<Void> drained = Sinks.empty();

	private boolean stopping;

	/**
	 * Creates the turns.
	 * @param tools what sessions work with
	 * @param holder names this instance in leases
	 * @param tasks where the end of a turn is dealt with
	 */
	Turns(DeliveryTools tools, UUID holder, SerialTasks tasks) {
		this.clock = tools.clock();
		this.tasks = tasks;
		this.sessions = new Sessions(tools, holder);
		this.queue = new TurnQueue<>(tools.properties().workers(), tools.properties().workersPerTenant());
	}

	/**
	 * How many run, about.
	 */
	int running() {
		return this.queue.running();
	}

	/**
	 * How many wait for a free worker, about.
	 */
	int waiting() {
		return this.queue.waiting();
	}

	/**
	 * Begins no more turns.
	 */
	void end() {
		this.stopping = true;
		drainedWhenIdle();
	}

	/**
	 * Completes when the last turn has ended.
	 */
	Mono<Void> drained() {
		return this.drained.asMono();
	}

	/**
	 * Ends what runs, wherever it is.
	 */
	void abort() {
		this.open.dispose();
	}

	/**
	 * A subscription wants a turn: at once, after what runs, or when its pause is over.
	 */
	void want(Work work) {
		if (work.removed || work.queued) {
			return;
		}
		if (work.running || work.closing) {
			work.again = true;
		}
		else if (this.clock.instant().isBefore(work.notBefore)) {
			work.pending = true;
		}
		else {
			work.queued = true;
			this.queue.add(work.tenantId(), work);
			startWhatMay();
		}
	}

	private void startWhatMay() {
		Work next = this.stopping ? null : this.queue.next();
		while (next != null) {
			start(next);
			next = this.queue.next();
		}
	}

	private void start(Work work) {
		work.queued = false;
		work.running = true;
		work.again = false;
		work.pending = false;
		DeliverySession open = work.session;
		Mono<TurnEnd> turn = (open != null) ? open.turn()
				: this.sessions.begin(work.tenantId(), work.id(), (session) -> work.session = session);
		AtomicReference<TurnEnd> result = new AtomicReference<>(TurnEnd.LOST);
		run(turn.onErrorResume((ex) -> Mono.fromSupplier(() -> troubled(work, ex))).doOnNext(result::set).then(),
				() -> ended(work, result.get()));
	}

	private void run(Mono<Void> work, Runnable after) {
		Disposable.Swap running = Disposables.swap();
		this.open.add(running);
		running.update(work.doFinally((signal) -> this.open.remove(running))
			.subscribe(null, (ex) -> log.error("The delivery engine failed", ex), () -> this.tasks.execute(after)));
	}

	private TurnEnd troubled(Work work, Throwable ex) {
		log.warn("Subscription {} could not be delivered and is tried again in {}", work.id(), AFTER_TROUBLE, ex);
		work.stale = true;
		return new TurnEnd.Wait(AFTER_TROUBLE);
	}

	private void ended(Work work, TurnEnd end) {
		work.running = false;
		this.queue.done(work.tenantId());
		boolean closes = work.stale || work.removed || end instanceof TurnEnd.Lost || end instanceof TurnEnd.Over;
		boolean changed = work.stale && work.again;
		work.stale = false;
		if (closes) {
			close(work);
		}
		switch (end) {
			case TurnEnd.More any -> work.again = true;
			case TurnEnd.Lost any -> work.again = true;
			case TurnEnd.Wait wait when !changed -> {
				work.notBefore = this.clock.instant().plus(wait.pause());
				work.pending = true;
			}
			case TurnEnd.Wait any -> work.again = true;
			case TurnEnd.CaughtUp any -> {
			}
			case TurnEnd.Over any -> {
			}
		}
		goOn(work);
		startWhatMay();
		drainedWhenIdle();
	}

	private void goOn(Work work) {
		if (work.again && work.isIdle()) {
			work.again = false;
			want(work);
		}
	}

	/**
	 * Closes a subscription's destination and gives its lease back.
	 */
	void close(Work work) {
		DeliverySession session = work.session;
		work.session = null;
		if (session != null) {
			work.closing = true;
			run(session.close(), () -> {
				work.closing = false;
				goOn(work);
			});
		}
	}

	private void drainedWhenIdle() {
		if (this.stopping && this.queue.running() == 0) {
			this.drained.tryEmitEmpty();
		}
	}

}
