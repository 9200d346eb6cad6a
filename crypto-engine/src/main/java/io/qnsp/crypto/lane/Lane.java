package io.qnsp.crypto.lane;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A few daemon threads with bounded queues for CPU work. Work is queued when it is
 * subscribed and asked for.
 * <ul>
 * <li>A full queue answers {@link LaneFullException} at once; nothing blocks or is
 * lost.</li>
 * <li>Cancelling (also by a timeout) takes waiting work out of the queue. Work that
 * already runs is <b>not</b> stopped and holds its thread until it ends; its result is
 * dropped, and closed if it is {@link io.qnsp.crypto.secret.Wipeable}. So a timeout frees
 * the caller, not the lane: bound the queue by what can be done within the deadline.</li>
 * <li>{@link #close()} fails waiting work with {@link LaneClosedException}; work that
 * already runs still answers.</li>
 * <li>Answers arrive on the lane's answer scheduler, so that what the caller does next
 * never holds a crypto thread.</li>
 * </ul>
 * Meters, tagged {@code lane} and {@code operation}: {@code qnsp.crypto.lane.queued}
 * (gauge), {@code .wait} and {@code .run} (timers), {@code .rejected} and
 * {@code .cancelled} (counters).
 */
public final class Lane implements AutoCloseable {

	private static final int IDLE_SECONDS = 60;

	private final String name;

	private final Scheduler scheduler;

	private final Scheduler answersOn;

	private final LaneMetrics metrics;

	private final Set<LaneTask<?>> waiting = ConcurrentHashMap.newKeySet();

	private Lane(String name, int threads, int queuePerThread, Scheduler answersOn, MeterRegistry registry) {
		this.name = name;
		this.scheduler = Schedulers.newBoundedElastic(threads, queuePerThread, name, IDLE_SECONDS, true);
		this.answersOn = answersOn;
		this.metrics = new LaneMetrics(registry, name, threads);
	}

	/**
	 * Starts a lane.
	 * @param name thread name prefix and metric tag
	 * @param threads at least 1
	 * @param queuePerThread how many operations wait per thread, at least 1
	 * @param answersOn where answers are delivered
	 * @param registry where the meters live
	 * @return the running lane; the caller closes it
	 */
	public static Lane start(String name, int threads, int queuePerThread, Scheduler answersOn,
			MeterRegistry registry) {
		return new Lane(name, threads, queuePerThread, answersOn, registry);
	}

	/**
	 * Work for this lane, cold: nothing happens before subscription.
	 * @param operation what it is, a constant in the code (it becomes a metric tag)
	 * @param work CPU work; must not wait for anything and never returns null
	 * @return its result, or its exception, or {@link LaneFullException} or
	 * {@link LaneClosedException}
	 */
	public <T> Mono<T> run(String operation, Callable<T> work) {
		return LaneMono
			.of((caller) -> new LaneTask<>(this, this.metrics.operation(operation), work, this.answersOn, caller));
	}

	/**
	 * The lane's name.
	 * @return for example {@code crypto-fast}
	 */
	public String name() {
		return this.name;
	}

	void submit(LaneTask<?> task) {
		this.waiting.add(task);
		try {
			task.queuedAs(this.scheduler.schedule(task));
			if (task.isCancelled()) {
				// by another thread, before it was added here
				this.waiting.remove(task);
			}
		}
		catch (RejectedExecutionException ex) {
			this.waiting.remove(task);
			if (this.scheduler.isDisposed()) {
				task.failBecauseClosed(new LaneClosedException(this.name));
			}
			else {
				task.refuse(new LaneFullException(this.name, this.metrics.retryAfter()));
			}
		}
	}

	void left(LaneTask<?> task) {
		this.waiting.remove(task);
	}

	@Override
	public void close() {
		this.scheduler.dispose();
		// after dispose nothing is accepted, so what is in the set is all there is
		this.waiting.forEach((task) -> task.failBecauseClosed(new LaneClosedException(this.name)));
		this.waiting.clear();
	}

	@Override
	public String toString() {
		return "Lane[" + this.name + "]";
	}

}
