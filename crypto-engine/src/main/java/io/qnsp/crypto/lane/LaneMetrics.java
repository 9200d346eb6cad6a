package io.qnsp.crypto.lane;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * What one lane measures, and its guess of how long its queue takes to drain.
 */
final class LaneMetrics {

	private static final long LONGEST_RETRY_SECONDS = 30;

	private final MeterRegistry registry;

	private final String lane;

	private final int threads;

	private final ConcurrentMap<String, Operation> operations = new ConcurrentHashMap<>();

	private final AtomicInteger queued = new AtomicInteger();

	/** Smoothed over about the last eight runs. */
	private final AtomicLong usualRunNanos = new AtomicLong();

	LaneMetrics(MeterRegistry registry, String lane, int threads) {
		this.registry = registry;
		this.lane = lane;
		this.threads = threads;
	}

	Operation operation(String name) {
		Operation known = this.operations.get(name);
		return (known != null) ? known : this.operations.computeIfAbsent(name, Operation::new);
	}

	Duration retryAfter() {
		double nanos = (double) this.usualRunNanos.get() * this.queued.get() / this.threads;
		long seconds = (long) Math.ceil(nanos / TimeUnit.SECONDS.toNanos(1));
		return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_RETRY_SECONDS));
	}

	/** The meters of one operation on this lane. */
	final class Operation {

		private final String name;

		private final AtomicInteger depth = new AtomicInteger();

		private final Timer wait;

		private final Timer run;

		private final Counter rejected;

		private final Counter cancelled;

		Operation(String name) {
			this.name = name;
			MeterRegistry meters = LaneMetrics.this.registry;
			Tags tags = Tags.of("lane", LaneMetrics.this.lane, "operation", name);
			Gauge.builder("qnsp.crypto.lane.queued", this.depth, AtomicInteger::get)
				.description("Operations waiting in the lane's queue")
				.tags(tags)
				.register(meters);
			this.wait = Timer.builder("qnsp.crypto.lane.wait")
				.description("Time between subscription and start")
				.tags(tags)
				.register(meters);
			this.run = Timer.builder("qnsp.crypto.lane.run")
				.description("Time on the lane's thread")
				.tags(tags)
				.register(meters);
			this.rejected = Counter.builder("qnsp.crypto.lane.rejected")
				.description("Operations refused because the queue was full")
				.tags(tags)
				.register(meters);
			this.cancelled = Counter.builder("qnsp.crypto.lane.cancelled")
				.description("Operations cancelled while they waited")
				.tags(tags)
				.register(meters);
		}

		/** Nanoseconds of the registry's clock. */
		long now() {
			return LaneMetrics.this.registry.config().clock().monotonicTime();
		}

		void queued() {
			this.depth.incrementAndGet();
			LaneMetrics.this.queued.incrementAndGet();
		}

		void started(long waitedNanos) {
			left();
			this.wait.record(waitedNanos, TimeUnit.NANOSECONDS);
		}

		void finished(long ranNanos) {
			this.run.record(ranNanos, TimeUnit.NANOSECONDS);
			LaneMetrics.this.usualRunNanos
				.updateAndGet((usual) -> (usual == 0) ? ranNanos : usual + (ranNanos - usual) / 8);
		}

		void rejected() {
			left();
			this.rejected.increment();
		}

		void cancelled() {
			left();
			this.cancelled.increment();
		}

		void left() {
			this.depth.decrementAndGet();
			LaneMetrics.this.queued.decrementAndGet();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
