package io.qnsp.crypto.lane;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.crypto.secret.Wipeable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * One piece of work between its subscription and its answer. It leaves the queue exactly
 * once: started, cancelled or refused. Its result has exactly one owner: the caller, or,
 * after a cancellation, this task, which wipes it. Reactor's own operators (create,
 * publishOn) do not promise the latter for a caller that cancels while the answer is
 * between threads.
 */
final class LaneTask<T> implements Runnable, Subscription {

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	private final Disposable.Swap queueEntry = Disposables.swap();

	private final Lane lane;

	private final LaneMetrics.Operation operation;

	private final Callable<T> work;

	private final Scheduler answersOn;

	private final CoreSubscriber<? super T> caller;

	private volatile long queuedAt;

	LaneTask(Lane lane, LaneMetrics.Operation operation, Callable<T> work, Scheduler answersOn,
			CoreSubscriber<? super T> caller) {
		this.lane = lane;
		this.operation = operation;
		this.work = work;
		this.answersOn = answersOn;
		this.caller = caller;
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n) && moves(State.NEW, State.QUEUED)) {
			this.queuedAt = this.operation.now();
			this.operation.queued();
			this.lane.submit(this);
		}
	}

	void queuedAs(Disposable entry) {
		// disposes the entry at once if the caller has cancelled meanwhile
		this.queueEntry.update(entry);
	}

	@Override
	public void run() {
		if (!moves(State.QUEUED, State.STARTED)) {
			return;
		}
		this.lane.left(this);
		long startedAt = this.operation.now();
		this.operation.started(startedAt - this.queuedAt);
		@Nullable T result = null;
		@Nullable Throwable failure = null;
		try {
			result = this.work.call();
		}
		catch (Throwable ex) {
			// an Error too must reach the caller, or its Mono would never end
			failure = ex;
		}
		this.operation.finished(this.operation.now() - startedAt);
		answer(result, failure);
	}

	@Override
	public void cancel() {
		if (moves(State.QUEUED, State.CANCELLED)) {
			this.lane.left(this);
			this.operation.cancelled();
			this.queueEntry.dispose();
			return;
		}
		// work that already runs is left alone: interrupting a computation does not stop
		// it
		if (!moves(State.NEW, State.CANCELLED)) {
			moves(State.STARTED, State.CANCELLED);
		}
	}

	boolean isCancelled() {
		return this.state.get() == State.CANCELLED;
	}

	void refuse(LaneFullException reason) {
		if (moves(State.QUEUED, State.ANSWERED)) {
			this.operation.rejected();
			this.caller.onError(reason);
		}
	}

	void failBecauseClosed(LaneClosedException reason) {
		if (moves(State.QUEUED, State.ANSWERED)) {
			this.operation.left();
			this.caller.onError(reason);
		}
	}

	private void answer(@Nullable T result, @Nullable Throwable failure) {
		try {
			this.answersOn.schedule(() -> signal(result, failure));
		}
		catch (RejectedExecutionException ex) {
			// the answer scheduler is gone first at shutdown: better on this thread than
			// never
			signal(result, failure);
		}
	}

	private void signal(@Nullable T result, @Nullable Throwable failure) {
		boolean wanted = moves(State.STARTED, State.ANSWERED);
		if (!wanted) {
			discard(result);
		}
		else if (result != null) {
			this.caller.onNext(result);
			this.caller.onComplete();
		}
		else {
			this.caller.onError((failure != null) ? failure
					: new NullPointerException(this.operation + ": the work returned null (expected: a value)"));
		}
	}

	private void discard(@Nullable T result) {
		if (result instanceof Wipeable secret) {
			secret.close();
		}
		Operators.onDiscard(result, this.caller.currentContext());
	}

	private boolean moves(State from, State to) {
		return this.state.compareAndSet(from, to);
	}

	private enum State {

		NEW, QUEUED, STARTED, CANCELLED, ANSWERED

	}

}
