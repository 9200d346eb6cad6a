package io.qnsp.crypto.lane;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * One piece of work between its subscription and its answer. Leaves the queue exactly
 * once: started, cancelled, refused, or failed by the lane's end.
 */
final class LaneTask<T> implements Runnable {

	private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

	private final Callable<T> work;

	private final MonoSink<T> sink;

	private final Scheduler answersOn;

	private final LaneMetrics metrics;

	private final LaneMetrics.Operation operation;

	private final long queuedAt;

	LaneTask(Callable<T> work, MonoSink<T> sink, Scheduler answersOn, LaneMetrics metrics,
			LaneMetrics.Operation operation) {
		this.work = work;
		this.sink = sink;
		this.answersOn = answersOn;
		this.metrics = metrics;
		this.operation = operation;
		this.queuedAt = metrics.now();
		operation.queued();
	}

	@Override
	public void run() {
		if (!leaves(State.STARTED)) {
			return;
		}
		long startedAt = this.metrics.now();
		this.operation.started(startedAt - this.queuedAt);
		T result;
		try {
			result = this.work.call();
		}
		catch (Throwable ex) {
			// an Error too must reach the caller, or its Mono would never end
			this.operation.finished(this.metrics.now() - startedAt);
			answer(() -> this.sink.error(ex));
			return;
		}
		this.operation.finished(this.metrics.now() - startedAt);
		answer(() -> this.sink.success(result));
	}

	/**
	 * Work that already runs is left alone: interrupting a computation does not stop it.
	 */
	void cancel(Disposable queueEntry) {
		if (leaves(State.CANCELLED)) {
			this.operation.cancelled();
			queueEntry.dispose();
		}
	}

	void refuse(LaneFullException reason) {
		if (leaves(State.REFUSED)) {
			this.operation.rejected();
			this.sink.error(reason);
		}
	}

	void failBecauseClosed(LaneClosedException reason) {
		if (leaves(State.REFUSED)) {
			this.operation.left();
			answer(() -> this.sink.error(reason));
		}
	}

	/**
	 * Not publishOn: that operator forgets a value whose caller cancels between two
	 * threads, where the sink discards it, and discarding is what wipes it.
	 */
	private void answer(Runnable signal) {
		try {
			this.answersOn.schedule(signal);
		}
		catch (RejectedExecutionException ex) {
			// the answer scheduler is gone first at shutdown: better on this thread than
			// never
			signal.run();
		}
	}

	private boolean leaves(State to) {
		return this.state.compareAndSet(State.QUEUED, to);
	}

	private enum State {

		QUEUED, STARTED, CANCELLED, REFUSED

	}

}
