package io.qnsp.hsm.guard;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of one connection, for calls that block. Each call is either answered or
 * abandoned, never both: what an abandoned call brings later is handed to whoever has to
 * undo it. A call that hangs keeps its thread until it ends by itself; the others go on.
 * <p>
 * Answers are delivered on the thread that made the call. Another hop would cost a fifth
 * of the throughput of a fast token; what follows is short and does not wait, as in every
 * chain.
 */
public final class BlockingLane implements AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(BlockingLane.class);

	private static final int IDLE_SECONDS = 60;

	private final String name;

	private final Scheduler threads;

	/**
	 * Starts it.
	 * @param name name of its threads
	 * @param threads how many calls run at once
	 * @param queuePerThread how many wait for each
	 */
	public BlockingLane(String name, int threads, int queuePerThread) {
		this.name = name;
		this.threads = Schedulers.newBoundedElastic(threads, queuePerThread, name, IDLE_SECONDS, true);
	}

	/**
	 * A call, cold.
	 * @param call may block
	 * @param undo what to do, on the same thread, with a result that nobody waits for any
	 * more
	 * @return its result; {@link HsmException} with {@link Problem#OVERLOADED} when the
	 * queue is full
	 */
	public <T> Mono<T> run(Supplier<T> call, Consumer<T> undo) {
		return Mono.<T>create((sink) -> submit(new Call<>(call, undo, sink)));
	}

	/**
	 * A call whose late result needs no undoing, cold.
	 * @param call may block
	 * @return its result
	 */
	public <T> Mono<T> run(Supplier<T> call) {
		return run(call, (late) -> {
		});
	}

	private void submit(Call<?> call) {
		try {
			Disposable queued = this.threads.schedule(call);
			call.sink.onCancel(() -> call.abandon(queued));
		}
		catch (RejectedExecutionException ex) {
			call.sink.error(this.threads.isDisposed()
					? new HsmException(Problem.UNAVAILABLE, this.name + ": the connection is closed")
					: new HsmException(Problem.OVERLOADED, this.name + ": too many calls wait for this HSM", ex));
		}
	}

	/** Lets waiting calls go; those that run end by themselves. */
	@Override
	public void close() {
		this.threads.dispose();
	}

	private enum Fate {

		QUEUED, RUNNING, ANSWERED, ABANDONED

	}

	private static final class Call<T> implements Runnable {

		private final Supplier<T> call;

		private final Consumer<T> undo;

		private final MonoSink<T> sink;

		private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.QUEUED);

		Call(Supplier<T> call, Consumer<T> undo, MonoSink<T> sink) {
			this.call = call;
			this.undo = undo;
			this.sink = sink;
		}

		// A running call is not interrupted: native code takes no notice, and what it
		// brings
		// must be undone by a thread that can still wait.
		void abandon(Disposable queued) {
			if (this.fate.compareAndSet(Fate.QUEUED, Fate.ABANDONED)) {
				queued.dispose();
			}
			else {
				this.fate.compareAndSet(Fate.RUNNING, Fate.ABANDONED);
			}
		}

		@Override
		public void run() {
			if (!this.fate.compareAndSet(Fate.QUEUED, Fate.RUNNING)) {
				return;
			}
			T result;
			try {
				result = this.call.get();
			}
			catch (RuntimeException ex) {
				this.sink.error(ex);
				return;
			}
			if (this.fate.compareAndSet(Fate.RUNNING, Fate.ANSWERED)) {
				this.sink.success(result);
			}
			else {
				undo(result);
			}
		}

		private void undo(T result) {
			try {
				this.undo.accept(result);
			}
			catch (RuntimeException ex) {
				LOG.warn("the result of an HSM call that nobody waits for any more could not be undone", ex);
			}
		}

	}

}
