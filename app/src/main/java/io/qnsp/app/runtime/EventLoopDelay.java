package io.qnsp.app.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.resources.LoopResources;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.stereotype.Component;

/**
 * How late the server's event loops are: each has a task every {@value #TICK_MILLIS} ms
 * that notes how long after its time it ran. What holds a loop up shows here first, as
 * the timer {@code qnsp.event.loop.delay}.
 */
@Component
final class EventLoopDelay implements SmartLifecycle {

	private static final long TICK_MILLIS = 10;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

	private static final Duration[] BUCKETS = Stream.of(1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100, 250, 1_000)
		.map(Duration::ofMillis)
		.toArray(Duration[]::new);

	private final ReactorResourceFactory resources;

	private final Timer delay;

	private final Disposable.Swap running = Disposables.swap();

	EventLoopDelay(ReactorResourceFactory resources, MeterRegistry meters) {
		this.resources = resources;
		this.delay = Timer.builder("qnsp.event.loop.delay")
			.description("How late tasks run on the event loops that serve HTTP")
			// Buckets are counters; a histogram that computes percentiles waits when it
			// grows.
			.serviceLevelObjectives(BUCKETS)
			.register(meters);
	}

	@Override
	public void start() {
		EventLoopGroup loops = this.resources.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE);
		Disposable.Composite ticks = Disposables.composite();
		for (EventExecutor loop : loops) {
			Tick tick = new Tick(this.delay);
			var scheduled = loop.scheduleAtFixedRate(tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
			ticks.add(() -> scheduled.cancel(false));
		}
		this.running.update(ticks);
	}

	@Override
	public void stop() {
		this.running.update(Disposables.disposed());
	}

	@Override
	public boolean isRunning() {
		return !this.running.isDisposed() && this.running.get() != null;
	}

	/**
	 * One loop's task. Runs on that loop alone.
	 */
	private static final class Tick implements Runnable {

		private final Timer delay;

		private long due = System.nanoTime() + TICK_NANOS;

		Tick(Timer delay) {
			this.delay = delay;
		}

		@Override
		public void run() {
			long late = System.nanoTime() - this.due;
			this.delay.record(Math.max(late, 0), TimeUnit.NANOSECONDS);
			this.due += TICK_NANOS;
		}

	}

}
