package io.qnsp.crypto.lane;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/**
 * One piece of work between its subscription and its answer. Leaves the queue exactly
 * once: started, cancelled, refused, or failed by the lane's end.
 */
final class LaneTask<T> implements Runnable {

	private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

	private final Callable<T> work;

	private final MonoSink<T> sink;

	private final LaneMetrics metrics;

	private final LaneMetrics.Operation operation;

	private final long queuedAt;

	LaneTask(Callable<T> work, MonoSink<T> sink, LaneMetrics metrics, LaneMetrics.Operation operation) {
		this.work = work;
		this.sink = sink;
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
			this.sink.error(ex);
			return;
		}
		this.operation.finished(this.metrics.now() - startedAt);
		this.sink.success(result);
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
			this.sink.error(reason);
		}
	}

	private boolean leaves(State to) {
		return this.state.compareAndSet(State.QUEUED, to);
	}

	private enum State {

		QUEUED, STARTED, CANCELLED, REFUSED

	}

}
